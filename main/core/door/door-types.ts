import type { Readable } from 'node:stream'
import type { CallError } from '../../../contract/call-error.ts'
import type { CallRecord, Origin } from '../../../contract/calls.ts'
import type { AccountType, ModelTier, PriceRule, TierRule } from '../../../contract/limits.ts'
import type { ProviderHeader, ProxyChoice } from '../../../contract/providers.ts'
import type { AnswerBody } from './passing-body.ts'
import type { BodyFacts } from './request-body.ts'

/** All that the door must know of a vault key to let a call through. The vault fills it; it holds no secret. */
export interface Passport {
  keyId: string
  keyName: string
  keyMask: string
  /** The item of its secret in the store; null where it has none. */
  secretId: string | null
  status: 'active' | 'revoked'
  accountType: AccountType
  /** Null is unlimited. */
  requestsPerMinute: number | null
  /** What a `custom` account may use; null is every tier, and for other account types their own. */
  modelTiers: readonly ModelTier[] | null
  /** Micro-dollars a calendar month; null is none. */
  monthlyBudget: number | null
  environment: { id: string; name: string }
  provider: {
    id: string
    preset: string
    name: string
    /** The provider's base URL now; its origin and path must be the record's own. */
    baseUrl: string
    /** No call leaves without a secret: the provider asks for one, or the key was given one. */
    needsKey: boolean
    tierRules: readonly TierRule[]
    prices: readonly PriceRule[]
    headers: readonly ProviderHeader[]
    proxy: ProxyChoice
    caPem: string | null
  }
  /** What the secret was stored for: `bindingOf` its provider then, and the path prefix. */
  boundOrigin: string
  boundPath: string
}

/** A secret other than the one in use: the pending one of a regeneration, for its test. */
export type SpareUse = 'pending'

/** How the door looks a key up: at every call, so that a revoke counts from that moment. */
export interface Passports {
  find(keyId: string, spare?: SpareUse): Passport | null
  /** Told after each call that reached the provider. */
  used(keyId: string, at: number): void
}

/** What the door asks of an `AbortSignal`: who makes thousands a second may have a lighter one. */
export interface StopSignal {
  readonly aborted: boolean
  addEventListener(type: 'abort', listener: () => void, options?: { once: boolean }): void
  removeEventListener(type: 'abort', listener: () => void): void
}

/** A call that wants to leave. */
export interface DoorRequest {
  origin: Origin
  keyId: string
  /** Only for a check: with this secret instead of the key's own, whether or not the key itself may be used. */
  spare?: SpareUse
  method: 'GET' | 'POST' | 'DELETE'
  /** Below the provider's base URL, with a leading slash and with its query: `/chat/completions`. */
  path: string
  /** Headers of the asker. The door drops hop-by-hop headers and every credential, and sets its own. */
  headers: Record<string, string | readonly string[]>
  body: Buffer | Readable | null
  /** What `readBody` says of this very body, where the asker has read it already. */
  facts?: BodyFacts
  /** Where the asker knows them; else the door reads both from a JSON body of up to 32 MB. */
  model?: string | null
  conversationId?: string | null
  localKey?: { id: string; name: string; monthlyBudget?: number | null } | null
  /** Whose place in the vault key's queue it takes: a local key's account type. Default: the vault key's own. */
  lane?: AccountType
  client?: string | null
  signal: StopSignal
  /** At the limit: the playground waits, a gateway client is refused with the exact time to come back. */
  atLimit: 'wait' | 'refuse'
  /** A call that would wait longer, or does, is refused with the exact time to come back. Default: no bound. */
  longestWaitMs?: number
  /** Told how long the wait will be, again whenever that changes; 0 when it ends. Milliseconds. */
  onWait?: (ms: number) => void
  /** Retries before the first byte. Default 0. */
  retries?: number
}

/** The provider's answer, passing through: bytes untouched, but for the one usage event that the door asked for. */
export interface DoorResponse {
  callId: string
  status: number
  /** Lower-case names; without hop-by-hop headers, cookies, `location` and `alt-svc`. */
  headers: Record<string, string | string[]>
  /**
   * Ends only after the ledger row is committed. Destroying it ends the call as `stopped`: at once, or where the provider has
   * said all but the figures, when it has said those, or some seconds later. The request's signal ends it at once.
   */
  body: AnswerBody
  /** The row, once it is committed. Never rejects: a call always has a row. */
  recorded: Promise<CallRecord>
  times: CallTimes
}

/** When a call did what, on the monotonic clock, as far as it has come. */
export interface CallTimes {
  /** The request left. */
  readonly leftMonotonic: number | null
  /** The provider's answer was over, and its row was begun. */
  readonly overMonotonic: number | null
  readonly waitMs: number
}

/**
 * Why a call never left, or never got an answer. `record` is the committed row (refusals by policy have one as well).
 * An HTTP error of the provider is no DoorError: it is a response, passed on as it came.
 */
export class DoorError extends Error {
  readonly error: CallError
  readonly record: CallRecord | null
  /** Nothing of the request had left: another key may be tried for it. */
  readonly neverLeft: boolean

  constructor(error: CallError, record: CallRecord | null, neverLeft = false) {
    super(error.code)
    this.name = 'DoorError'
    this.error = error
    this.record = record
    this.neverLeft = neverLeft
  }
}

/** A model server that Keydeck can tell. */
export type LocalServerKind = 'ollama' | 'lm-studio' | 'llama-cpp' | 'vllm'

/** A model server that answers on this machine. */
export interface FoundServer {
  kind: LocalServerKind
  /** Canonical, at a literal loopback address. */
  baseUrl: string
  modelIds: string[]
}

/** Looks for model servers on this machine. Never rejects. */
export type LookAround = () => Promise<FoundServer[]>

/** The one way out. */
export interface Door {
  send(request: DoorRequest): Promise<DoorResponse>
  /** Ends every call of a key at once, as revoke and delete do; or all, as quitting does. */
  cut(keyId?: string): void
  close(): Promise<void>
}
