import { Toast as Base } from '@base-ui/react/toast'
import { Check, CircleX, Info, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { classNames } from '../lib/class-names.ts'
import { ui } from '../strings/en/ui.ts'
import type { ToastDesk } from './toast-desk.ts'

const icons = {
  done: <Check className="i fg-ok" />,
  info: <Info className="i fg-info" />,
  error: <CircleX className="i fg-bad" />,
}

/** Where toasts stand, with the desk that hands them over. */
export function ToastStage({ desk }: { desk: ToastDesk }) {
  return (
    <Base.Provider limit={3}>
      <Opening desk={desk} />
      <Base.Portal>
        <Base.Viewport className="toasts" aria-label={ui.toasts}>
          <ToastList />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  )
}

function ToastList() {
  const { toasts } = Base.useToastManager()
  useFocusBack()
  return toasts.map((toast) => (
    <Base.Root key={toast.id} toast={toast} className={classNames('toast', `toast--${toast.type ?? 'done'}`)}>
      <Base.Content className="toast__content">
        {icons[(toast.type ?? 'done') as keyof typeof icons]}
        <div>
          <Base.Title className="toast__title" render={<p />} />
          <Base.Description className="toast__text" />
        </div>
        <Base.Action className="btn btn--sm" />
        <Base.Close className="btn btn--ghost btn--icon btn--sm" aria-label={ui.dismiss} aria-hidden={false}>
          <X className="i i--14" />
        </Base.Close>
      </Base.Content>
    </Base.Root>
  ))
}

/** Gives the focus back to where it was before it went into a toast that is gone: else it would fall to the page's body. */
function useFocusBack(): void {
  const last = useRef<HTMLElement | null>(null)
  const isInside = useRef(false)
  useEffect(() => {
    const note = (target: EventTarget | null) => {
      if (!(target instanceof HTMLElement) || target === document.body) return
      isInside.current = target.closest('.toasts') !== null
      if (!isInside.current) last.current = target
    }
    const onFocusIn = ({ target }: FocusEvent) => note(target)
    // The stage comes with the first toast: what has the focus now had it before.
    note(document.activeElement)
    document.addEventListener('focusin', onFocusIn)
    return () => document.removeEventListener('focusin', onFocusIn)
  }, [])
  // At every draw of the list: one of them is that of a toast that went.
  useEffect(() => {
    if (!isInside.current || document.activeElement !== document.body) return
    const back = last.current?.isConnected ? last.current : document.getElementById('page')
    back?.focus({ preventScroll: true })
  })
}

/** Takes what the desk has, and what comes from now on. */
function Opening({ desk }: { desk: ToastDesk }) {
  const { add, close } = Base.useToastManager()
  useEffect(
    () =>
      desk.open((message) => {
        const kind = message.kind ?? 'done'
        let isUsed = false
        const { action } = message
        const id = add({
          ...(message.id ? { id: message.id } : {}),
          title: message.title,
          description: message.text,
          type: kind,
          timeout: kind === 'error' ? 0 : action ? 10_000 : 5_000,
          onClose: () => {
            if (!isUsed) message.onExpire?.()
          },
          ...(action
            ? {
                actionProps: {
                  children: action.text,
                  onClick: () => {
                    // A double click would undo what was just undone.
                    if (isUsed) return
                    isUsed = true
                    close(id)
                    action.run()
                  },
                },
              }
            : {}),
        })
        return () => close(id)
      }),
    [desk, add, close],
  )
  return null
}
