import { Eye, EyeOff } from 'lucide-react'
import { type RefObject, useState } from 'react'
import { shortestPassphrase, strengthOf } from '../lib/passphrase-strength.ts'
import { passphrase as words } from '../strings/en/passphrase.ts'
import { Field } from './field.tsx'
import { TextInput } from './text-input.tsx'

export interface PassphraseFieldsProps {
  passphrase: string
  again: string
  onPassphrase: (text: string) => void
  onAgain: (text: string) => void
  inputRef?: RefObject<HTMLInputElement | null>
}

/** A new passphrase, typed twice, with its strength in words. */
export function PassphraseFields({ passphrase, again, onPassphrase, onAgain, inputRef }: PassphraseFieldsProps) {
  const [isShown, setIsShown] = useState(false)
  const type = isShown ? 'text' : 'password'
  return (
    <div className="passphrase">
      <Field label={words.passphrase} hint={<StrengthWords passphrase={passphrase} />}>
        <TextInput
          {...(inputRef ? { ref: inputRef } : {})}
          type={type}
          autoComplete="new-password"
          value={passphrase}
          onValueChange={onPassphrase}
          end={
            <button
              type="button"
              className="input__button"
              aria-label={isShown ? words.hide : words.show}
              aria-pressed={isShown}
              onClick={() => setIsShown(!isShown)}
            >
              {isShown ? <EyeOff className="i i--14" /> : <Eye className="i i--14" />}
            </button>
          }
        />
      </Field>
      <Field label={words.again} error={again !== '' && !passphrase.startsWith(again) ? words.different : null}>
        <TextInput type={type} autoComplete="new-password" value={again} onValueChange={onAgain} />
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
