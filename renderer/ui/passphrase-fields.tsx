import { type RefObject, useState } from 'react'
import { shortestPassphrase, strengthOf } from '../lib/passphrase-strength.ts'
import { passphrase as words } from '../strings/en/passphrase.ts'
import { Field } from './field.tsx'
import { PassphraseInput } from './passphrase-input.tsx'
import { TextInput } from './text-input.tsx'

export interface PassphraseFieldsProps {
  passphrase: string
  again: string
  onPassphrase: (text: string) => void
  onAgain: (text: string) => void
  inputRef?: RefObject<HTMLInputElement | null>
  /** Where another passphrase stands beside it. */
  label?: string
}

/** A new passphrase, typed twice, with its strength in words. */
export function PassphraseFields(props: PassphraseFieldsProps) {
  const { passphrase, again, onPassphrase, onAgain, inputRef, label = words.passphrase } = props
  const [isShown, setIsShown] = useState(false)
  return (
    <div className="passphrase">
      <Field label={label} hint={<StrengthWords passphrase={passphrase} />}>
        <PassphraseInput
          {...(inputRef ? { ref: inputRef } : {})}
          autoComplete="new-password"
          value={passphrase}
          onValueChange={onPassphrase}
          isShown={isShown}
          onShownChange={setIsShown}
        />
      </Field>
      <Field label={words.again} error={again !== '' && !passphrase.startsWith(again) ? words.different : null}>
        <TextInput
          type={isShown ? 'text' : 'password'}
          autoComplete="new-password"
          value={again}
          onValueChange={onAgain}
        />
      </Field>
    </div>
  )
}

function StrengthWords({ passphrase }: { passphrase: string }) {
  const strength = strengthOf(passphrase)
  const text =
    strength === 'short' ? words.strengths.short(shortestPassphrase - passphrase.length) : words.strengths[strength]
  return (
    <span aria-live="polite" className={strength === 'strong' ? 'fg-ok' : undefined}>
      {text}
    </span>
  )
}
