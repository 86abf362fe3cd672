import { Toast as Base } from '@base-ui/react/toast'
import { Check, CircleX, Info, X } from 'lucide-react'
import { type ReactNode, useMemo } from 'react'
import { classNames } from '../lib/class-names.ts'
import { ui } from '../strings/en/ui.ts'

/** What a toast says. `error` stays until it is dismissed; one with an action stays 10 s, others 5 s. */
export interface ToastMessage {
  title: string
  text?: string
  kind?: 'done' | 'info' | 'error'
  /** One way back or onward. It closes the toast. */
  action?: { text: string; run: () => void }
  /** A second toast with the same id takes the place of the first. */
  id?: string
  /** When the toast leaves without its action having been used. */
  onExpire?: () => void
}

const icons = {
  done: <Check className="i fg-ok" />,
  info: <Info className="i fg-info" />,
  error: <CircleX className="i fg-bad" />,
}

/** Holds the toasts; once, at the root. */
export function ToastProvider({ children }: { children: ReactNode }) {
  return (
    <Base.Provider limit={3}>
      {children}
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

/** Shows toasts: `toast({ title: 'deepseek-ci deleted', action: { text: 'Undo', run } })`. Returns how to close it. */
export function useToast(): (message: ToastMessage) => () => void {
  const { add, close } = Base.useToastManager()
  return useMemo(
    () => (message: ToastMessage) => {
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
                  isUsed = true
                  close(id)
                  action.run()
                },
              },
            }
          : {}),
      })
      return () => close(id)
    },
    [add, close],
  )
}
