import { createORPCClient } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import { QueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import type { CoreEvent } from '../../contract/events.ts'
import type { contract } from '../../contract/index.ts'
import { paced } from './paced.ts'
import { ConnectionLost, createRpcLink, type OpenCarrier, SessionRefused } from './rpc-link.ts'

export type Client = ContractRouterClient<typeof contract>
export type Connection = 'connecting' | 'open' | 'refused' | 'closed'

/** The one file that knows which host it is in: how a carrier to the core is had. */
async function openCarrier(): Promise<OpenCarrier> {
  const host = document.querySelector('meta[name=keydeck-host]')?.getAttribute('content')
  if (host === 'headless') return (await import('./session.ts')).openSocketCarrier()
  return openPortCarrier()
}

function openPortCarrier(): Promise<OpenCarrier> {
  return new Promise((resolve) => {
    const onPort = (event: MessageEvent) => {
      const [port] = event.ports
      if (event.source !== window || event.data !== 'keydeck:rpc-port' || !port) return
      window.removeEventListener('message', onPort)
      resolve({
        send: (frame) => port.postMessage(frame),
        onMessage: (receive) => {
          port.addEventListener('message', (message) => receive(String(message.data)))
          port.start()
        },
        onClose: (closed) => port.addEventListener('close', closed),
        closed: new Promise((ended) => port.addEventListener('close', () => ended())),
      })
    }
    window.addEventListener('message', onPort)
    window.postMessage('keydeck:rpc-connect', '*')
  })
}

let connection: Connection = 'connecting'
const watchers = new Set<() => void>()

function setConnection(next: Connection): void {
  connection = next
  for (const watcher of watchers) watcher()
}

/** Whether the core answers: `refused` when this browser has no session and needs the link from the terminal. */
export function useConnection(): Connection {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => connection,
  )
}

type Link = ReturnType<typeof createRpcLink>
let openLink: (link: Link) => void
let link = new Promise<Link>((resolve) => {
  openLink = resolve
})

/** Every call waits for the connection; one that was under way when it broke rejects with `ConnectionLost`. */
export const client: Client = createORPCClient({
  call: async (path, input, options) => (await link).call(path, input, options),
})

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      retry: (count, error) => error instanceof ConnectionLost && count < 3,
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
})

export const orpc = createTanstackQueryUtils(client)

/** Which queries a change in the core makes stale. */
const STALE: Record<CoreEvent['type'], readonly (readonly string[])[]> = {
  keys: [['keys'], ['gateway', 'localKeys']],
  environments: [['environments'], ['keys', 'list'], ['gateway', 'localKeys']],
  providers: [['providers'], ['keys', 'list'], ['keys', 'models']],
  'secret-store': [['secretStore']],
  conversations: [['playground', 'conversations']],
  calls: [['calls']],
  settings: [['settings']],
  gateway: [['gateway']],
  findings: [['findings']],
  audit: [['audit']],
  imports: [['imports']],
}

/** What a call changes in a list that may be long: asked for again at most this often, and once more after the last call. */
const SLOWLY: readonly (readonly string[])[] = [
  ['keys', 'list'],
  ['keys', 'activity'],
]
const refreshSlowly = paced(5_000, () => {
  for (const path of SLOWLY) void queryClient.invalidateQueries({ queryKey: [path] })
})

async function followEvents(): Promise<void> {
  for await (const event of await client.events.watch()) {
    for (const path of STALE[event.type]) void queryClient.invalidateQueries({ queryKey: [path] })
    if (event.type === 'calls') refreshSlowly()
  }
}

/** Follows until the carrier closes; a stream that ends before that is asked for again, and everything with it. */
async function followUntil(closed: Promise<void>): Promise<void> {
  let isOpen = true
  void closed.then(() => {
    isOpen = false
  })
  while (isOpen) {
    await Promise.race([followEvents().catch(() => wait(500)), closed])
    if (isOpen) void queryClient.invalidateQueries()
  }
}

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Connects, and connects again whenever the core comes back. Call once. */
export async function keepConnected(): Promise<never> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const carrier = await openCarrier()
      openLink(createRpcLink(carrier))
      setConnection('open')
      attempt = 0
      void queryClient.invalidateQueries()
      await followUntil(carrier.closed)
    } catch (error) {
      setConnection(error instanceof SessionRefused ? 'refused' : 'closed')
    }
    if (connection === 'open') {
      setConnection('closed')
      link = new Promise((resolve) => {
        openLink = resolve
      })
    }
    await wait(Math.min(5_000, 250 * 2 ** attempt))
  }
}
