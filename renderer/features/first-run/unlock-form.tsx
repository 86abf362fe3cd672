import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { orpc } from '../../lib/client.ts'
import { offerFocus, returnFocus } from '../../lib/focus.ts'
import { refusalOf } from '../../lib/store-refusal.ts'
import type { SecretStoreStatus } from '../../lib/use-secret-store.ts'
import { troubleFrame } from '../../strings/en/secret-store.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { PassphraseInput } from '../../ui/passphrase-input.tsx'

export interface UnlockFormProps {
  wasWrong: boolean
  onUnlocked: (status: SecretStoreStatus) => void
}

/** Opens the encrypted file with its passphrase. Has the focus from the start, and gives it back at the end. */
export function UnlockForm({ wasWrong, onUnlocked }: UnlockFormProps) {
  const [passphrase, setPassphrase] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const before = useRef<Element | null>(null)
  const unlock = useMutation(orpc.secretStore.unlock.mutationOptions())
  useEffect(() => {
    before.current = document.activeElement
    offerFocus(input.current)
  }, [before, input])

  const submit = async () => {
    if (unlock.isPending) return
    if (passphrase === '') {
      setProblem(troubleFrame.typeIt)
      return input.current?.focus()
    }
    try {
      const status = await unlock.mutateAsync({ passphrase })
      const hadFocus = input.current?.form?.contains(document.activeElement) ?? false
      setPassphrase('')
      onUnlocked(status)
      // The form goes with the trouble: the focus goes where it was before, and never to nowhere.
      if (status.state === 'ready' && hadFocus) requestAnimationFrame(() => returnFocus(before.current))
      if (status.reason !== 'wrong_passphrase') return
      setProblem(wasWrong ? troubleFrame.stillWrong : null)
      input.current?.focus()
    } catch (error) {
      setProblem(refusalOf(error))
    }
  }
  return (
    <form
      className="trouble__form"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Field label={troubleFrame.passphrase} error={problem}>
        <PassphraseInput
          autoComplete="current-password"
          ref={input}
          value={passphrase}
          onValueChange={(text) => {
            setPassphrase(text)
            setProblem(null)
          }}
        />
      </Field>
      <Button type="submit" variant="primary" busy={unlock.isPending}>
        {troubleFrame.unlock}
      </Button>
    </form>
  )
}
