import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { orpc } from '../../lib/client.ts'
import type { SecretStoreStatus } from '../../lib/use-secret-store.ts'
import { troubleFrame } from '../../strings/en/secret-store.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { TextInput } from '../../ui/text-input.tsx'

export interface UnlockFormProps {
  wasWrong: boolean
  onUnlocked: (status: SecretStoreStatus) => void
}

/** Opens the encrypted file with its passphrase. */
export function UnlockForm({ wasWrong, onUnlocked }: UnlockFormProps) {
  const [passphrase, setPassphrase] = useState('')
  const [isSecondTry, setIsSecondTry] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const unlock = useMutation(
    orpc.secretStore.unlock.mutationOptions({
      onSuccess: (status) => {
        setPassphrase('')
        onUnlocked(status)
      },
    }),
  )
  const isRefused = wasWrong && unlock.isSuccess
  useEffect(() => {
    if (isRefused) input.current?.focus()
  }, [isRefused])
  const isStillWrong = isSecondTry && isRefused && passphrase === ''
  return (
    <form
      className="trouble__form"
      onSubmit={(event) => {
        event.preventDefault()
        if (passphrase === '' || unlock.isPending) return
        setIsSecondTry(wasWrong)
        unlock.mutate({ passphrase })
      }}
    >
      <Field
        label={troubleFrame.passphrase}
        error={unlock.error?.message ?? (isStillWrong ? troubleFrame.stillWrong : null)}
      >
        <TextInput
          ref={input}
          type="password"
          autoComplete="current-password"
          value={passphrase}
          onValueChange={setPassphrase}
        />
      </Field>
      <Button type="submit" variant="primary" busy={unlock.isPending} disabled={passphrase === ''}>
        {troubleFrame.unlock}
      </Button>
    </form>
  )
}
