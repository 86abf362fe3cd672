import type { CoreEvent } from '../../contract/events.ts'

/** Tells watchers what changed. A watcher that lags gets each pending event once, so its queue stays small. */
export class EventBus {
  readonly #watchers = new Set<(event: CoreEvent) => void>()
  readonly #onFailure: (error: unknown, event: CoreEvent) => void

  /** `onFailure` is told what a watcher threw; without one it goes where errors go that nobody caught. */
  constructor(onFailure: (error: unknown, event: CoreEvent) => void = throwLater) {
    this.#onFailure = onFailure
  }

  /** Tells every watcher, also those behind one that fails: what happened has happened, whatever a watcher makes of it. */
  emit(event: CoreEvent): void {
    for (const watcher of this.#watchers) {
      try {
        watcher(event)
      } catch (error) {
        this.#onFailure(error, event)
      }
    }
  }

  /** Calls back for every event, until the returned function is called. */
  subscribe(watcher: (event: CoreEvent) => void): () => void {
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  /** The events from now on, until `signal` aborts. Equal events that wait are merged. */
  async *watch(signal: AbortSignal): AsyncGenerator<CoreEvent> {
    const waiting = new Map<string, CoreEvent>()
    let wake = () => {}
    const off = this.subscribe((event) => {
      waiting.set(`${event.type}:${event.id ?? ''}`, event)
      wake()
    })
    const onAbort = () => wake()
    signal.addEventListener('abort', onAbort)
    try {
      while (!signal.aborted) {
        for (const [key, event] of waiting) {
          waiting.delete(key)
          yield event
        }
        if (waiting.size > 0 || signal.aborted) continue
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    } finally {
      off()
      signal.removeEventListener('abort', onAbort)
    }
  }
}

function throwLater(error: unknown): void {
  queueMicrotask(() => {
    throw error
  })
}
