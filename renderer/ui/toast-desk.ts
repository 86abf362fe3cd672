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

/** Shows a toast; the answer closes it. */
export type ShowToast = (message: ToastMessage) => () => void

/** Takes toasts at any time and keeps them until there is a stage for them. */
export interface ToastDesk {
  show: ShowToast
  /** The stage opens: it is given what waits, and all that comes, until the answer is called. */
  open: (stage: ShowToast) => () => void
  waiting: () => readonly ToastMessage[]
}

/** A desk; `onWait` is told when a toast comes while there is no stage. */
export function createToastDesk(onWait: () => void): ToastDesk {
  let stage: ShowToast | null = null
  let waiting: { message: ToastMessage; close: () => void }[] = []
  return {
    show(message) {
      if (stage) return stage(message)
      const entry = {
        message,
        close() {
          waiting = waiting.filter((one) => one !== entry)
        },
      }
      waiting.push(entry)
      onWait()
      return () => entry.close()
    },
    open(next) {
      stage = next
      for (const entry of waiting) entry.close = next(entry.message)
      waiting = []
      return () => {
        stage = null
      }
    },
    waiting: () => waiting.map((entry) => entry.message),
  }
}
