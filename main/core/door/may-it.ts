import type { CallError } from '../../../contract/call-error.ts'
import type { Spending } from '../calls/ledger-port.ts'
import type { Call } from './call.ts'
import { callError } from './call-errors.ts'
import type { Passport } from './door-types.ts'
import type { Recorder } from './record.ts'
import { mayUse, tierOf } from './tiers.ts'
import { estimateInput } from './usage.ts'

/** Step 1, the part that needs no secret. */
export function refuseKey(passport: Passport): CallError | null {
  if (passport.status !== 'revoked') return null
  return callError('key_revoked', `The key "${passport.keyName}" is revoked.`)
}

/** Step 2, first half: the model's tier against the account type. */
export function refuseModel(passport: Passport, model: string | null): CallError | null {
  if (model === null) return null
  const tier = tierOf(passport.provider.tierRules, model)
  if (mayUse(passport, tier)) return null
  const type = passport.accountType
  const why = type === 'custom' ? 'may not use that tier' : `belongs to a ${type} account`
  return callError('insufficient_permissions', `${model} is a ${tier} model, and the key "${passport.keyName}" ${why}.`)
}

/** An answer whose length nobody limited: enough to make two calls at once see each other. */
const usualOutput = 1_024

/** Step 2, second half: what is spent this month, and what the running calls may still spend. */
export class Budgets {
  readonly #spending: Spending
  readonly #recorder: Recorder
  readonly #reserved = new Map<string, number>()

  constructor(spending: Spending, recorder: Recorder) {
    this.#spending = spending
    this.#recorder = recorder
  }

  /** Refuses where the budget is used up; else holds back what this call may cost, until `release`. */
  reserve(call: Call): CallError | null {
    const { keyId, keyName, monthlyBudget } = call.passport
    if (monthlyBudget === null) return null
    const reserved = this.#reserved.get(keyId) ?? 0
    if (this.#spending.monthToDate(keyId) + reserved >= monthlyBudget) {
      return callError('budget_exceeded', `This month's budget of the key "${keyName}" is used up.`)
    }
    call.reserved = this.#estimate(call)
    this.#reserved.set(keyId, reserved + call.reserved)
    return null
  }

  release(call: Call): void {
    if (call.reserved === 0) return
    const left = (this.#reserved.get(call.passport.keyId) ?? 0) - call.reserved
    call.reserved = 0
    if (left > 0) this.#reserved.set(call.passport.keyId, left)
    else this.#reserved.delete(call.passport.keyId)
  }

  #estimate(call: Call): number {
    const body = call.body
    if (!body || call.model === null) return 0
    const input = Buffer.isBuffer(body.bytes) ? estimateInput(body.bytes) : 0
    const output = Math.round(Math.min(body.maxOutput ?? usualOutput, 1_000_000))
    const tokens = { input, cached: 0, output, reasoning: 0, estimated: true }
    return this.#recorder.price(call, call.model, tokens, null).cost ?? 0
  }
}
