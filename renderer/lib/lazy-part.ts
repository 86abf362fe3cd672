import { type ComponentType, createElement, useEffect, useSyncExternalStore } from 'react'

/** A component whose file is fetched when it is first drawn, or before that by `preload`. */
export interface LazyPart<Props extends object> {
  (props: Props): React.ReactNode
  /** Fetches it ahead; after a failure, again. What fails is said when the part is drawn. */
  preload: () => Promise<void>
}

/** The file of a part could not be fetched: Keydeck was down just then, or was replaced by another version. */
export class PartMissing extends Error {
  /** Lets the part be fetched anew when it is drawn next, in place of this error. */
  readonly forget: () => void

  constructor(cause: unknown, forget: () => void) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.name = 'PartMissing'
    this.forget = forget
  }
}

/** Long enough together for a core that restarts. */
const waits = [300, 1_500]

type State<Props> =
  | { is: 'absent' | 'coming' }
  | { is: 'here'; component: ComponentType<Props> }
  | { is: 'missing'; error: PartMissing }

/**
 * A component in a file of its own. It draws nothing until the file is here, without `Suspense`, which would hold its
 * content back for a third of a second. A fetch that fails is tried twice more; then the error boundary above says so.
 */
export function lazyPart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  retryAfter: readonly number[] = waits,
): LazyPart<Props> {
  let state: State<Props> = { is: 'absent' }
  let fetching: Promise<void> | null = null
  const watchers = new Set<() => void>()
  const become = (next: State<Props>) => {
    state = next
    for (const watcher of watchers) watcher()
  }

  async function fetchPart(): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        await refetchStyles()
        const component = await load()
        become({ is: 'here', component })
        return
      } catch (error) {
        const wait = retryAfter[attempt]
        if (wait === undefined) return become({ is: 'missing', error: new PartMissing(error, forget) })
        await new Promise((resolve) => setTimeout(resolve, wait))
      }
    }
  }

  function forget(): void {
    if (state.is === 'missing') state = { is: 'absent' }
  }

  function preload(): Promise<void> {
    if (state.is === 'here') return Promise.resolve()
    if (!fetching) {
      state = { is: 'coming' }
      fetching = fetchPart().finally(() => {
        fetching = null
      })
    }
    return fetching
  }

  const watch = (watcher: () => void) => {
    watchers.add(watcher)
    return () => watchers.delete(watcher)
  }

  function Part(props: Props) {
    const now = useSyncExternalStore(watch, () => state)
    useEffect(() => {
      if (now.is === 'absent') void preload()
    }, [now])
    if (now.is === 'missing') throw now.error
    return now.is === 'here' ? createElement(now.component, props) : null
  }
  Part.preload = preload
  return Part
}

/** Fetches parts that will be wanted soon, once the page stands and has nothing else to do. Returns how to call it off. */
export function prefetchParts(parts: readonly { preload: () => Promise<void> }[]): () => void {
  let idle = 0
  const start = () => {
    for (const part of parts) void part.preload()
  }
  const timer = setTimeout(() => {
    if ('requestIdleCallback' in window) idle = window.requestIdleCallback(start, { timeout: 2_000 })
    else start()
  }, 1_000)
  return () => {
    clearTimeout(timer)
    if (idle !== 0) window.cancelIdleCallback(idle)
  }
}

/** The bundler asks for a part's styles once only, so those that failed are kept here to be asked for again. */
const failedStyles = new Set<HTMLLinkElement>()
window.addEventListener(
  'error',
  ({ target }) => {
    if (target instanceof HTMLLinkElement && target.rel === 'stylesheet') failedStyles.add(target)
  },
  true,
)

async function refetchStyles(): Promise<void> {
  await Promise.all(
    [...failedStyles].map((link) => {
      failedStyles.delete(link)
      const again = document.createElement('link')
      again.rel = 'stylesheet'
      again.href = link.href
      return new Promise<void>((resolve, reject) => {
        again.addEventListener('load', () => resolve())
        again.addEventListener('error', () => reject(new Error(`Its styles could not be fetched: ${again.href}`)))
        link.replaceWith(again)
      })
    }),
  )
}
