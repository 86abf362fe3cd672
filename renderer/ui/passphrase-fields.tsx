import { type RefObject, useState } from 'react'
import { type PassphraseProblem, shortestPassphrase, strengthOf } from '../lib/passphrase-strength.ts'
import { passphrase as words } from '../strings/en/passphrase.ts'
import { Field } from './field.tsx'
import { PassphraseInput } from './passphrase-input.tsx'

export interface PassphraseFieldsProps {
  passphrase: string
  again: string
  onPassphrase: (text: string) => void
  onAgain: (text: string) => void
  /** What is wrong, once the person has tried to go on. */
  problem?: PassphraseProblem | null
  inputRef?: RefObject<HTMLInputElement | null>
  againRef?: RefObject<HTMLInputElement | null>
  /** Where another passphrase stands beside it. */
  label?: string
  againLabel?: string
}

/** A new passphrase, typed twice, with its strength in words. */
export function PassphraseFields(props: PassphraseFieldsProps) {
  const { passphrase, again, onPassphrase, onAgain, problem = null, inputRef, againRef } = props
  const { label = words.passphrase, againLabel = words.again } = props
  const [isShown, setIsShown] = useState(false)
  const isShort = problem === 'short' && passphrase.length < shortestPassphrase
  const isDifferent = again !== '' && !passphrase.startsWith(again)
  const isStillDifferent = problem === 'different' && passphrase !== again
  return (
    <div className="passphrase">
      <Field
        label={label}
        error={isShort ? words.tooShort(shortestPassphrase, shortestPassphrase - passphrase.length) : null}
        hint={<StrengthWords passphrase={passphrase} />}
      >
        <PassphraseInput
          ref={inputRef}
          autoComplete="new-password"
          value={passphrase}
          onValueChange={onPassphrase}
          isShown={isShown}
          onShownChange={setIsShown}
        />
      </Field>
      <Field
        label={againLabel}
        error={isDifferent || isStillDifferent ? (again === '' ? words.missing : words.different) : null}
      >
        <PassphraseInput
          ref={againRef}
          autoComplete="new-password"
          value={again}
          onValueChange={onAgain}
          isShown={isShown}
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
    <span className="strength" data-strength={strength}>
      <span className="strength__bar" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      <span aria-live="polite">{text}</span>
    </span>
  )
}
