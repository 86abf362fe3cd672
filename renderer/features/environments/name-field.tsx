import { type RefObject, useState } from 'react'
import { environments } from '../../strings/en/environments.ts'
import { Field } from '../../ui/field.tsx'
import { TextInput } from '../../ui/text-input.tsx'

const words = environments.fields

interface NameFieldProps {
  name: string
  /** Answers what is wrong with it; null where it was kept. */
  onKeep: (name: string) => Promise<string | null>
  inputRef?: RefObject<HTMLInputElement | null>
}

/** The name of an environment: Enter, or leaving the field, keeps it; Esc goes back to what it was. */
export function NameField({ name, onKeep, inputRef }: NameFieldProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const [error, setError] = useState<string | null>(null)
  const keep = async () => {
    const next = typed?.trim() ?? name
    if (next === name) return setTyped(null)
    const complaint = await onKeep(next)
    setError(complaint)
    if (complaint === null) setTyped(null)
  }
  return (
    <Field label={words.name} error={error}>
      <TextInput
        ref={inputRef}
        value={typed ?? name}
        maxLength={80}
        onValueChange={(next) => {
          setTyped(next)
          setError(null)
        }}
        onBlur={() => void keep()}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'Enter') {
            event.preventDefault()
            void keep()
          } else if (event.key === 'Escape' && typed !== null) {
            event.preventDefault()
            event.stopPropagation()
            setTyped(null)
            setError(null)
          }
        }}
      />
    </Field>
  )
}
