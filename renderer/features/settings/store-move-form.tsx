import { Check, TriangleAlert } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { storeSettings } from '../../strings/en/store-settings.ts'
import { Button } from '../../ui/button.tsx'
import { PassphraseFields } from '../../ui/passphrase-fields.tsx'
import { useNewPassphrase } from '../../ui/use-new-passphrase.ts'
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
  const { fields, take } = useNewPassphrase()
  const start = useRef<HTMLButtonElement>(null)
  useEffect(() => (fields.inputRef.current ?? start.current)?.focus(), [fields.inputRef, start])

  const submit = () => {
    if (busy) return
    if (target === 'os-keychain') return onStart({ kind: target })
    const passphrase = take()
    if (passphrase !== null) onStart({ kind: target, passphrase })
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
      {target === 'encrypted-file' ? <PassphraseFields {...fields} /> : null}
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
