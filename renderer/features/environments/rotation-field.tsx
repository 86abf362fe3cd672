import { useState } from 'react'
import { readWholeNumber } from '../../lib/whole-number.ts'
import { environments } from '../../strings/en/environments.ts'
import { Field } from '../../ui/field.tsx'
import { SelectBox } from '../../ui/select-box.tsx'
import { TextInput } from '../../ui/text-input.tsx'

const words = environments.fields
const periods = [30, 60, 90, 180, 365]
const bounds = { min: 1, max: 3_650 }

interface RotationFieldProps {
  /** Null is never. */
  days: number | null
  onChange: (days: number | null) => void
}

/** How often the keys of an environment are to be regenerated: a usual period, or a number of days. */
export function RotationField({ days, onChange }: RotationFieldProps) {
  const [isOwn, setIsOwn] = useState(days !== null && !periods.includes(days))
  const value = isOwn ? 'own' : days === null ? 'never' : String(days)
  return (
    <div className="rotation">
      <Field label={words.rotation} hint={words.rotationHint} forButton>
        <SelectBox
          value={value}
          onValueChange={(next) => {
            setIsOwn(next === 'own')
            if (next !== 'own') onChange(next === 'never' ? null : Number(next))
          }}
          options={[
            { value: 'never', text: words.never },
            ...periods.map((period) => ({
              value: String(period),
              text: period === 365 ? words.year : words.days(period),
            })),
            { value: 'own', text: words.own },
          ]}
        />
      </Field>
      {isOwn ? <OwnPeriod days={days} onChange={onChange} /> : null}
    </div>
  )
}

function OwnPeriod({ days, onChange }: { days: number | null; onChange: (days: number) => void }) {
  const [typed, setTyped] = useState(days === null ? '' : String(days))
  const [error, setError] = useState<string | null>(null)
  const keep = () => {
    const read = readWholeNumber(typed, bounds)
    if (typeof read !== 'number') return setError(typed.trim() === '' ? null : words.ownError)
    if (read !== days) onChange(read)
  }
  return (
    <Field label={words.ownLabel} hint={words.ownHint} error={error}>
      <TextInput
        value={typed}
        inputMode="numeric"
        maxLength={6}
        onValueChange={(next) => {
          setTyped(next)
          setError(null)
        }}
        onBlur={keep}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          keep()
        }}
      />
    </Field>
  )
}
