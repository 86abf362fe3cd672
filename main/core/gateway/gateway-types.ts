import type { GatewayChoices, GatewayRefusal, GatewayState, RunningCall } from '../../../contract/gateway.ts'
import type { AccountType } from '../../../contract/limits.ts'
import type {
  IssuedLocalKey,
  LocalKey,
  LocalKeyChanges,
  LocalKeyModel,
  NewLocalKey,
} from '../../../contract/local-keys.ts'

/** Only what is given changes. */
export type GatewayPatch = { [Field in keyof GatewayChoices]?: GatewayChoices[Field] | undefined }

/** The loopback server and its local keys, as the hosts and the page's procedures see them. */
export interface Gateway {
  readonly localKeys: LocalKeys
  /** The names of the local keys of an environment that are not revoked: it can't be removed from under them. */
  localKeysIn(environmentId: string): string[]
  state(): GatewayState
  start(): Promise<GatewayState>
  stop(): Promise<GatewayState>
  configure(changes: GatewayPatch): Promise<GatewayState>
  running(): RunningCall[]
  refusals(): GatewayRefusal[]
  /** Ends what runs and closes the port; the setting stays. */
  close(): Promise<void>
}

/** What the page does with local keys. */
export interface LocalKeys {
  list(): LocalKey[]
  /** How many the list is without, because their rows are damaged. */
  unreadable(): number
  create(input: NewLocalKey): IssuedLocalKey
  update(id: string, changes: LocalKeyChanges): LocalKey
  regenerate(id: string): IssuedLocalKey
  revoke(id: string): LocalKey
  delete(id: string): { undoUntil: number }
  restore(id: string): LocalKey
  models(id: string): Promise<LocalKeyModel[]>
}

/** What the server must know of a local key that a request presents. */
export interface LocalGrant {
  id: string
  name: string
  environmentId: string
  /** Its place where calls queue. */
  lane: AccountType
  allowsFiles: boolean
  /** Micro-dollars a calendar month; null is none. For the door, which also counts what runs. */
  monthlyBudget: number | null
}

/** How a presented text is told. A text that was regenerated away or revoked is still known as revoked. */
export type KeyVerdict =
  | { kind: 'active'; grant: LocalGrant }
  /** `replaced`: the text that a key had before it was regenerated. */
  | { kind: 'revoked' | 'replaced' | 'expired'; id: string; name: string }
  | { kind: 'unknown' }

/** A vault key that can take a call. */
export interface Candidate {
  keyId: string
  /** As the provider knows it: other than what the client sent only where that named the provider too. */
  model: string | null
}

/** Where a call for a model goes: to the first candidate, or the next where that can't be used. Or why it may not go. */
export type Route =
  | { kind: 'found'; candidates: readonly [Candidate, ...Candidate[]] }
  | { kind: 'refused'; code: 'model_not_found' | 'insufficient_permissions' | 'key_revoked'; message: string }

/** What a local key has left of its requests a minute. */
export interface LimitState {
  /** Null is unlimited. */
  limit: number | null
  remaining: number
  /** Until every request of the last minute is forgotten. */
  resetMs: number
  /** Until one more request is let through; 0 when it is now. */
  retryAfterMs: number
}

/** `giveBack` undoes it for a call that never left: it consumed nothing. */
export type Taken = { taken: true; state: LimitState; giveBack(): void } | { taken: false; state: LimitState }

/** What the server asks of the local keys: one implementation, in memory, for every request. */
export interface LocalKeyring {
  /** By SHA-256, in constant time; from memory, so that a revoke counts in the same turn. */
  find(text: string): KeyVerdict
  /**
   * Where a call for this model goes. `null`: an endpoint that names none, such as files. A promise only where a provider
   * must be asked for its models first: by then the local key itself may be revoked.
   */
  route(grant: LocalGrant, model: string | null): Route | Promise<Route>
  /** What `/v1/models` lists. Waits some seconds for a provider whose list never came. */
  models(grant: LocalGrant): Promise<LocalKeyModel[]>
  /** Refused where this month's budget is used up. */
  hasBudget(grant: LocalGrant): boolean
  /** Takes one request from the sliding log, or takes nothing and says when there is room. */
  take(grant: LocalGrant): Taken
  /** Told of each call that left. */
  used(id: string, at: number, client: string | null): void
  /** Told when a local key may be used no more, so that its open calls end in the same turn. */
  onEnded(ended: (id: string) => void): () => void
}
