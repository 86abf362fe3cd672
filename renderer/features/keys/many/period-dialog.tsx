import { useId, useState } from 'react'
import { readDays } from '../../../lib/read-typed.ts'
import { keysTable } from '../../../strings/en/keys-table.ts'
import { Field } from '../../../ui/field.tsx'
import { TextInput } from '../../../ui/text-input.tsx'
import type { KeyRow } from '../types.ts'
import { periodJob } from './jobs.ts'
import { ManyDialog } from './many-dialog.tsx'
import type { Job } from './use-many.ts'

const words = keysTable.period

interface PeriodDialogProps {
  rows: readonly KeyRow[]
  run: (job: Job) => Promise<void>
  onClose: () => void
}

/** Asks how often keys are to be regenerated. */
export function PeriodDialog({ rows, run, onClose }: PeriodDialogProps) {
  const formId = useId()
  const [first, ...others] = new Set(rows.map(({ key }) => key.rotateAfterDays))
  const [typed, setTyped] = useState(first && others.length === 0 ? String(first) : '')
  const [error, setError] = useState<string | null>(null)
  const submit = () => {
    const days = readDays(typed)
    if (days === undefined) return setError(words.error)
    onClose()
    void run(periodJob(rows, days, run))
  }
  return (
    <ManyDialog
      formId={formId}
      title={words.title(rows.length)}
      submit={words.submit}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label={words.label} hint={words.hint} error={error}>
        <TextInput
          value={typed}
          inputMode="numeric"
          maxLength={6}
          onValueChange={(next) => {
            setTyped(next)
            setError(null)
          }}
        />
      </Field>
    </ManyDialog>
  )
}
