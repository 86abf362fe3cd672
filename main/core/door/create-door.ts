import type { Ledger, PriceBook, Spending } from '../calls/ledger-port.ts'
import type { Clock, Log } from '../ports.ts'
import type { SecretReader } from '../vault/secret-store/secret-store.ts'
import { Attempts } from './attempts.ts'
import { callError } from './call-errors.ts'
import { Dispatchers, type NetworkOptions } from './dispatchers.ts'
import { type Door, DoorError, type DoorRequest, type DoorResponse, type Passports } from './door-types.ts'
import { type DoorLimits, defaultLimits } from './limits.ts'
import type { Redactor } from './redact.ts'
import type { ResponseRegister } from './response-port.ts'
import { canRetry, retryDelay } from './retry.ts'

export interface DoorParts {
  passports: Passports
  reader: SecretReader
  ledger: Ledger
  prices: PriceBook
  spending: Spending
  responses: ResponseRegister
  settings: { useProxyEnvironment(): boolean }
  clock: Clock
  log: Log
  redactor: Redactor
  /** Other times and sizes than the app's, for tests. */
  limits?: Partial<DoorLimits>
  /** Another resolver or other variables than the machine's, for tests. */
  network?: NetworkOptions
}

/** The one way out. Everything that leaves the machine leaves through what this returns. */
export function createDoor(parts: DoorParts): Door {
  const limits = { ...defaultLimits, ...parts.limits }
  const dispatchers = new Dispatchers(limits, parts.network ?? {})
  const attempts = new Attempts(parts, limits, dispatchers)
  let closed = false

  async function send(request: DoorRequest): Promise<DoorResponse> {
    if (closed) throw new DoorError(callError('stopped', 'Keydeck is closing.'), null)
    const retries = request.retries ?? 0
    // The first call of a start may come before the prices are there: budgets and the ledger need them.
    await parts.prices.load?.()
    for (let attempt = 1; ; attempt++) {
      const result = await attempts.once(request, attempt)
      const delay = attempt <= retries && canRetry(request, result) ? retryDelay(result, attempt) : null
      if (delay !== null) {
        if (result.kind === 'response') result.response.body.destroy()
        if (await attempts.pause(delay, request)) continue
      }
      if (result.kind === 'failure') throw result.error
      return result.response
    }
  }

  return {
    send,
    cut: (keyId) => attempts.cut(keyId),
    async close() {
      closed = true
      await attempts.close()
      await dispatchers.close()
    },
  }
}
