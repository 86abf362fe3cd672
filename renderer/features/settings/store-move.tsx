import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { orpc } from '../../lib/client.ts'
import { refusalOf } from '../../lib/store-refusal.ts'
import { keepStoreStatus, type SecretStoreStatus } from '../../lib/use-secret-store.ts'
import { storeNames, storeSettings } from '../../strings/en/store-settings.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { StoreMoveForm } from './store-move-form.tsx'
import { StoreMoveEnd, StoreMoveProgressBar } from './store-move-progress.tsx'
import { forgetMove, type MoveTarget, startMove, useMoving } from './store-moving.ts'
import { StoreUnfinished } from './store-unfinished.tsx'

const words = storeSettings.move

/** Moves every secret to another store, and says how far that is and how it ended. */
export function StoreMove({ store }: { store: SecretStoreStatus }) {
  const moving = useMoving()
  const part = useRef<HTMLDivElement>(null)
  const isBegun = moving.is === 'running' && moving.progress !== null
  // What had the focus goes with each change of what stands here: it must not fall to nowhere.
  useEffect(() => {
    if (document.activeElement === document.body && (isBegun || moving.is === 'ended')) part.current?.focus()
  }, [part, isBegun, moving.is])

  // How it ended is read here; who comes back later wants to begin anew.
  useEffect(() => forgetMove, [])

  return (
    <Card title={words.title}>
      <div ref={part} tabIndex={-1} className="settings__part">
        <MovePart store={store} onClose={() => requestAnimationFrame(() => part.current?.focus())} />
      </div>
    </Card>
  )
}

function MovePart({ store, onClose }: { store: SecretStoreStatus; onClose: () => void }) {
  const moving = useMoving()
  if (moving.is === 'running' && moving.progress)
    return <StoreMoveProgressBar to={moving.to} progress={moving.progress} />
  const { interruptedMove } = store
  if (interruptedMove?.running && moving.is === 'idle')
    return <StoreMoveProgressBar to={interruptedMove.to} progress={null} />
  const close = () => {
    forgetMove()
    onClose()
  }
  const isUnfinished = interruptedMove !== null && !interruptedMove.running
  if (moving.is !== 'ended')
    return isUnfinished ? <StoreUnfinished store={store} move={interruptedMove} /> : <MoveChoice store={store} />
  return (
    <>
      <StoreMoveEnd store={store} to={moving.to} progress={moving.progress} />
      {isUnfinished ? (
        <StoreUnfinished store={store} move={interruptedMove} />
      ) : (
        <Button size="small" className="justify-self-start" onClick={close}>
          {words.close}
        </Button>
      )}
    </>
  )
}

/** Where it can go, and the form of the one that the person picks. */
function MoveChoice({ store }: { store: SecretStoreStatus }) {
  const [target, setTarget] = useState<MoveTarget['kind'] | null>(null)
  const moving = useMoving()
  const choose = useMutation(orpc.secretStore.choose.mutationOptions({ onSuccess: keepStoreStatus }))
  const isMemory = store.kind === 'memory'
  const targets = (['os-keychain', 'encrypted-file'] as const).filter((kind) => kind !== store.kind)
  const error = choose.error ?? (moving.is === 'refused' ? moving.error : null)
  const close = () => {
    forgetMove()
    choose.reset()
    setTarget(null)
  }
  if (target) {
    return (
      <StoreMoveForm
        key={target}
        target={target}
        error={error ? refusalOf(error) : null}
        busy={choose.isPending || moving.is === 'running'}
        onStart={(to) => (isMemory ? choose.mutate(to, { onSuccess: close }) : void startMove(to))}
        onCancel={close}
      />
    )
  }
  return (
    <>
      <p className="settings__text">{isMemory ? words.memoryText : words.text}</p>
      <div className="settings__actions">
        {targets.map((kind) => (
          <Button key={kind} size="small" disabled={store.state !== 'ready'} onClick={() => setTarget(kind)}>
            {words.choose[kind]}
          </Button>
        ))}
        {store.state === 'ready' || !store.kind ? null : (
          <span className="hint">{words.notReady(storeNames[store.kind])}</span>
        )}
      </div>
    </>
  )
}
