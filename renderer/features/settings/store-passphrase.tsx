import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { orpc } from '../../lib/client.ts'
import { knownError } from '../../lib/known-error.ts'
import { refusalOf } from '../../lib/store-refusal.ts'
import { keepStoreStatus } from '../../lib/use-secret-store.ts'
import { storeSettings } from '../../strings/en/store-settings.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Field } from '../../ui/field.tsx'
import { PassphraseFields } from '../../ui/passphrase-fields.tsx'
import { PassphraseInput } from '../../ui/passphrase-input.tsx'
import { useToast } from '../../ui/toast.tsx'
import { useNewPassphrase } from '../../ui/use-new-passphrase.ts'

const words = storeSettings.passphrase

/** Another passphrase for the encrypted file. The form opens on demand, and says what it did. */
export function StorePassphrase() {
  const [isOpen, setIsOpen] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  const close = () => {
    setIsOpen(false)
    requestAnimationFrame(() => opener.current?.focus())
  }
  return (
    <Card title={words.title}>
      <p className="settings__text">{words.text}</p>
      {isOpen ? (
        <PassphraseForm onClose={close} />
      ) : (
        <Button ref={opener} size="small" className="mt-3" onClick={() => setIsOpen(true)}>
          {words.open}
        </Button>
      )}
    </Card>
  )
}

type Refused = { current: string | null; form: string | null }
const fine: Refused = { current: null, form: null }

function PassphraseForm({ onClose }: { onClose: () => void }) {
  const [current, setCurrent] = useState('')
  const { fields, take } = useNewPassphrase()
  const [refused, setRefused] = useState<Refused>(fine)
  const currentInput = useRef<HTMLInputElement>(null)
  const toast = useToast()
  useEffect(() => currentInput.current?.focus(), [currentInput])
  const change = useMutation(orpc.secretStore.changePassphrase.mutationOptions())
  const submit = async () => {
    if (change.isPending) return
    const next = take()
    setRefused({ ...fine, current: current === '' ? words.missing : null })
    if (current === '') return currentInput.current?.focus()
    if (next === null) return
    try {
      keepStoreStatus(await change.mutateAsync({ current, next }))
      toast({ id: 'passphrase', title: words.done, text: words.doneText })
      onClose()
    } catch (error) {
      const isCurrent = knownError(error)?.field === 'current'
      setRefused({ ...fine, [isCurrent ? 'current' : 'form']: refusalOf(error) })
      const wrong = isCurrent ? currentInput : fields.inputRef
      wrong.current?.focus()
      wrong.current?.select()
    }
  }
  return (
    <form
      className="settings__form"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Field label={words.current} error={refused.current}>
        <PassphraseInput
          autoComplete="current-password"
          ref={currentInput}
          value={current}
          onValueChange={(text) => {
            setCurrent(text)
            setRefused(fine)
          }}
        />
      </Field>
      <PassphraseFields label={words.next.passphrase} againLabel={words.next.again} {...fields} />
      {refused.form ? (
        <p className="field__error" role="alert">
          {refused.form}
        </p>
      ) : null}
      <div className="settings__actions">
        <Button type="submit" variant="primary" busy={change.isPending}>
          {words.save}
        </Button>
        <Button variant="ghost" disabled={change.isPending} onClick={onClose}>
          {words.cancel}
        </Button>
      </div>
    </form>
  )
}
