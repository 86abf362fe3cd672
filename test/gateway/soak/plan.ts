/** What a call of the soak is to meet. */
export type Kind =
  | 'json'
  | 'stream'
  | 'large'
  | 'refused-429'
  | 'refused-500'
  | 'hangs-up'
  | 'breaks-off'
  | 'abort-waiting'
  | 'abort-streaming'
  | 'revoked-key'

/** In a hundred calls: mostly what tools do all day, and each fault often enough to meet every other. */
const shares: readonly [Kind, number][] = [
  ['json', 58],
  ['stream', 20],
  ['large', 2],
  ['refused-429', 3],
  ['refused-500', 3],
  ['hangs-up', 3],
  ['breaks-off', 3],
  ['abort-waiting', 2],
  ['abort-streaming', 2],
  ['revoked-key', 4],
]
const kinds = shares.flatMap(([kind, share]) => Array.from({ length: share }, () => kind))

/** What the call of this number meets: the same each time, and mixed. */
export function kindOf(number: number): Kind {
  return kinds[(number * 37) % kinds.length] ?? 'json'
}

/** How each call is told apart everywhere: it goes through as the client's user agent, and into the ledger. */
export const nameOf = (number: number) => `soak/${number}`

/** What the clients of the soak are told, and what they tell. */
export type ToClients =
  | { type: 'start'; baseUrl: string; keys: string[]; clients: number; calls: number; every: number }
  | { type: 'keys'; usable: string[]; revoked: string[] }
export type FromClients = { type: 'progress'; done: number } | { type: 'done'; ends: End[] }

/** How one call ended for its client. */
export interface End {
  number: number
  kind: Kind
  /** Null where it ended without an answer, or was given up. */
  status: number | null
  /** The call's number in the ledger, where the client was told one. */
  callId: string | null
  /** Its key was revoked before it was sent. */
  afterRevoke: boolean
  outcome: 'whole' | 'broken' | 'given-up'
}

/** What the provider saw: the user agents of its requests, and connections that are open. */
export interface Seen {
  names: string[]
  open: number
}
