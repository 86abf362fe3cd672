import { Check, TriangleAlert } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { type PassphraseProblem, passphraseProblem } from '../../lib/passphrase-strength.ts'
import { storeSettings } from '../../strings/en/store-settings.ts'
import { Button } from '../../ui/button.tsx'
import { PassphraseFields } from '../../ui/passphrase-fields.tsx'
import type { MoveTarget } from './store-moving.ts'

const words = storeSettings.move

export interface StoreMoveFormProps {
  target: MoveTarget['kind']
  /** Why it did not begin. */
  error: string | null
  busy: boolean
  onStart: (target: MoveTarget) => void
  onCancel: () => void
}

/** What changes with the other store, the passphrase of a new file, and the button that begins the move. */
export function StoreMoveForm({ target, error, busy, onStart, onCancel }: StoreMoveFormProps) {
  const [passphrase, setPassphrase] = useState('')
  const [again, setAgain] = useState('')
  const [problem, setProblem] = useState<PassphraseProblem | null>(null)
  const first = useRef<HTMLInputElement>(null)
  const second = useRef<HTMLInputElement>(null)
  const start = useRef<HTMLButtonElement>(null)
  useEffect(() => (first.current ?? start.current)?.focus(), [first, start])

  const submit = () => {
    if (busy) return
    if (target === 'os-keychain') return onStart({ kind: target })
    const found = passphraseProblem(passphrase, again)
    setProblem(found)
    if (found === 'short') return first.current?.focus()
    if (found === 'different') return second.current?.focus()
    onStart({ kind: target, passphrase })
  }

  return (
    <form
      className="settings__form"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <h3 className="settings__heading">{words.changes}</h3>
      <ul className="changes">
        {words.good[target].map((line) => (
          <li key={line}>
            <Check className="i i--14 fg-ok" aria-hidden="true" />
            {line}
          </li>
        ))}
        {words.mind[target].map((line) => (
          <li key={line}>
            <TriangleAlert className="i i--14 fg-warn" aria-hidden="true" />
            {line}
          </li>
        ))}
      </ul>
      {target === 'encrypted-file' ? (
        <PassphraseFields
          passphrase={passphrase}
          again={again}
          onPassphrase={setPassphrase}
          onAgain={setAgain}
          problem={problem}
          inputRef={first}
          againRef={second}
        />
      ) : null}
      {error ? (
        <p className="field__error" role="alert">
          {words.refused} {error}
        </p>
      ) : null}
      <div className="settings__actions">
        <Button ref={start} type="submit" variant="primary" busy={busy}>
          {words.start[target]}
        </Button>
        <Button variant="ghost" disabled={busy} onClick={onCancel}>
          {words.cancel}
        </Button>
      </div>
    </form>
  )
}
