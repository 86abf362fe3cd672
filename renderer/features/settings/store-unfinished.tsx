import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { orpc } from '../../lib/client.ts'
import { refusalOf } from '../../lib/store-refusal.ts'
import { keepStoreStatus, type SecretStoreStatus } from '../../lib/use-secret-store.ts'
import { troubleFrame } from '../../strings/en/secret-store.ts'
import { storeNames, storeSettings } from '../../strings/en/store-settings.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { PassphraseInput } from '../../ui/passphrase-input.tsx'
import { useToast } from '../../ui/toast.tsx'
import { forgetMove, startMove, useMoving } from './store-moving.ts'

const words = storeSettings.unfinished

interface StoreUnfinishedProps {
  store: SecretStoreStatus
  move: NonNullable<SecretStoreStatus['interruptedMove']>
}

/** A move that has not come to its end: it goes on, or is given up. */
export function StoreUnfinished({ store, move }: StoreUnfinishedProps) {
  const toast = useToast()
  const giveUp = useMutation(
    orpc.secretStore.giveUpMove.mutationOptions({
      onSuccess(status) {
        forgetMove()
        keepStoreStatus(status)
        if (move.phase === 'copying') toast({ id: 'gave-up', title: words.gaveUp, text: words.gaveUpText })
      },
    }),
  )
  const inCharge = storeNames[store.kind ?? 'memory']
  const isCopying = move.phase === 'copying'
  const moving = useMoving()
  const error = giveUp.error ?? (moving.is === 'refused' ? moving.error : null)
  const giveUpButton = (
    <Button variant="ghost" busy={giveUp.isPending} onClick={() => giveUp.mutate({})}>
      {isCopying ? words.giveUp : words.leave}
    </Button>
  )
  return (
    <div className="settings__form">
      <h3 className="settings__heading">{isCopying ? words.copyingTitle : words.clearingTitle}</h3>
      <p className="settings__text">
        {isCopying ? words.copying(inCharge, storeNames[move.to]) : words.clearing(inCharge)}
      </p>
      {error ? (
        <p className="field__error" role="alert">
          {refusalOf(error)}
        </p>
      ) : null}
      {isCopying ? (
        <GoOn to={move.to} canStart={store.state === 'ready'}>
          {giveUpButton}
        </GoOn>
      ) : (
        <ClearNow>{giveUpButton}</ClearNow>
      )}
    </div>
  )
}

interface GoOnProps {
  to: NonNullable<SecretStoreStatus['kind']>
  canStart: boolean
  children: React.ReactNode
}

/** A file wants the passphrase that it was begun with; a keychain wants nothing. */
function GoOn({ to, canStart, children }: GoOnProps) {
  const [passphrase, setPassphrase] = useState('')
  const [isMissing, setIsMissing] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const isBusy = useMoving().is === 'running'
  const isFile = to === 'encrypted-file'
  const submit = () => {
    if (!canStart) return
    if (!isFile) return void startMove({ kind: 'os-keychain' })
    setIsMissing(passphrase === '')
    if (passphrase === '') return input.current?.focus()
    void startMove({ kind: 'encrypted-file', passphrase })
  }
  return (
    <form
      className="settings__form"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      {isFile ? (
        <Field label={words.passphrase} hint={words.passphraseHint} error={isMissing ? troubleFrame.typeIt : null}>
          <PassphraseInput
            autoComplete="current-password"
            ref={input}
            value={passphrase}
            onValueChange={setPassphrase}
          />
        </Field>
      ) : null}
      <div className="settings__actions">
        <Button type="submit" variant="primary" busy={isBusy} disabled={!canStart}>
          {words.goOn}
        </Button>
        {children}
      </div>
    </form>
  )
}

function ClearNow({ children }: { children: React.ReactNode }) {
  const retry = useMutation(orpc.secretStore.retry.mutationOptions({ onSuccess: keepStoreStatus }))
  const isStillThere = retry.isError || Boolean(retry.data?.interruptedMove)
  return (
    <>
      {isStillThere && !retry.isPending ? (
        <p className="field__error" role="alert">
          {retry.error ? refusalOf(retry.error) : words.stillThere}
        </p>
      ) : null}
      <div className="settings__actions">
        <Button busy={retry.isPending} onClick={() => retry.mutate({})}>
          {words.clear}
        </Button>
        {children}
      </div>
    </>
  )
}
