import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Door, Passports } from '../../door/door-types.ts'
import type { ResponseRegister } from '../../door/response-port.ts'
import type { Clock, Log } from '../../ports.ts'
import type { Guard } from '../../vault/guard-port.ts'
import type { LimitState, LocalGrant, LocalKeyring } from '../gateway-types.ts'
import type { AddedTimes } from './added-times.ts'
import type { GatewayCall } from './gateway-call.ts'
import type { HeldBytes } from './held-bytes.ts'
import type { Problem } from './problem.ts'
import type { BodyLimits } from './read-json.ts'

/** A request that may be refused: who sent it, as far as that is known. */
export interface Refusable {
  request: IncomingMessage
  response: ServerResponse
  grant?: LocalGrant
  /** A key that is known and may not be used. */
  known?: { id: string; name: string }
  client: string | null
}

/** What a call needs of the gateway. */
export interface CallParts {
  keyring: LocalKeyring
  door: Pick<Door, 'send'>
  guard: Guard
  responses: Pick<ResponseRegister, 'madeBy'>
  passports: Pick<Passports, 'find'>
  clock: Clock
  log: Log
  limits: BodyLimits
  held: HeldBytes
  /** Every call that is under way. */
  live: Set<GatewayCall>
  added: AddedTimes
  /** How long a call may wait for its turn at a vault key's limit. */
  longestWaitMs: () => number
  /** Answers with a problem. `callId`: it is in the ledger, so that it needs no row among the refusals. */
  refuse: (refused: Refusable, what: Problem, limit: LimitState | null, callId?: string) => void
  /** A call came to a guarded environment that nobody has confirmed. */
  onUnguarded: (grant: LocalGrant) => void
  /** What is under way has changed. */
  changed: () => void
}
