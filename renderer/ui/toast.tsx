import { CatchBoundary } from '@tanstack/react-router'
import { createContext, type ReactNode, use, useEffect, useState } from 'react'
import { lazyPart, PartMissing, prefetchParts } from '../lib/lazy-part.ts'
import { createToastDesk, type ShowToast, type ToastDesk } from './toast-desk.ts'

const Stage = lazyPart(async () => (await import('./toast-stage.tsx')).ToastStage)
const Desk = createContext<ToastDesk | null>(null)

/** Holds the toasts; once, at the root. Their stage is fetched once the page is idle, or for the first toast. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [calls, setCalls] = useState(0)
  const [desk] = useState(() => createToastDesk(() => setCalls((count) => count + 1)))
  useEffect(() => {
    const up = async () => {
      await Stage.preload()
      setCalls((count) => count + 1)
    }
    return prefetchParts([{ preload: up }])
  }, [])
  return (
    <Desk value={desk}>
      {children}
      {calls > 0 ? (
        <CatchBoundary getResetKey={() => calls} onCatch={forget} errorComponent={PlainToasts}>
          <Stage desk={desk} />
        </CatchBoundary>
      ) : null}
    </Desk>
  )
}

/** Shows toasts: `toast({ title: 'deepseek-ci deleted', action: { text: 'Undo', run } })`. Returns how to close it. */
export function useToast(): ShowToast {
  const desk = use(Desk)
  if (!desk) throw new Error('There is no ToastProvider around this.')
  return desk.show
}

function forget(error: unknown): void {
  if (error instanceof PartMissing) error.forget()
}

/** Where the stage could not be fetched: what is to be said, in plain lines, until it can. */
function PlainToasts() {
  const messages = use(Desk)?.waiting() ?? []
  return (
    <div className="toasts" role="alert">
      {messages.map(({ title, text }) => (
        <p key={`${title} ${text ?? ''}`} className="toast">
          {title} {text}
        </p>
      ))}
    </div>
  )
}
