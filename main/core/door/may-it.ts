import type { CallError } from '../../../contract/call-error.ts'
import type { Spending } from '../calls/ledger-port.ts'
import type { Call } from './call.ts'
import { callError } from './call-errors.ts'
import type { Passport } from './door-types.ts'
import type { Recorder } from './record.ts'
import { usualOutput } from './request-body.ts'
import { mayUse, tierOf } from './tiers.ts'
import { estimateInput } from './usage.ts'

/** Step 1, the part that needs no secret. */
export function refuseKey(passport: Passport): CallError | null {
  if (passport.status !== 'revoked') return null
  return callError('key_revoked', `The key "${passport.keyName}" is revoked.`)
}

/** What was asked was asked of another environment: neither its guard nor a local key of it speaks for this one. */
export function refuseMove(before: Passport, now: Passport): CallError | null {
  if (now.environment.id === before.environment.id) return null
  return callError(
    'insufficient_permissions',
    `The key "${now.keyName}" was moved to ${now.environment.name} while this call waited.`,
  )
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

/** More than any call brings. */
const mostOutput = 10_000_000

/** What may be spent this month, and by whom. */
interface Purse {
  id: string
  budget: number
  spent: number
  owner: string
}

/** Step 2, second half: what is spent this month, and what the running calls may still spend. */
export class Budgets {
  readonly #spending: Spending
  readonly #recorder: Recorder
  readonly #held: (ownerId: string) => number
  readonly #reserved = new Map<string, number>()

  /** `held`: what responses that run on by themselves may still cost. */
  constructor(spending: Spending, recorder: Recorder, held: (ownerId: string) => number) {
    this.#spending = spending
    this.#recorder = recorder
    this.#held = held
  }

  /** Refuses where a budget is used up; else holds back what this call may cost, until `release`. */
  reserve(call: Call): CallError | null {
    // A look at a response costs nothing, and is how its figures come to be known.
    const purses = call.responseId === null ? this.#pursesOf(call) : []
    if (purses.length === 0) return null
    for (const { id, budget, spent, owner } of purses) {
      if (spent + (this.#reserved.get(id) ?? 0) + this.#held(id) < budget) continue
      return callError('budget_exceeded', `This month's budget of the ${owner} is used up.`)
    }
    const amount = this.mayCost(call)
    if (amount === 0) return null
    call.reserved = { amount, purses: purses.map(({ id }) => id) }
    for (const { id } of purses) this.#reserved.set(id, (this.#reserved.get(id) ?? 0) + amount)
    return null
  }

  release(call: Call): void {
    if (!call.reserved) return
    const { amount, purses } = call.reserved
    call.reserved = null
    for (const id of purses) {
      const left = (this.#reserved.get(id) ?? 0) - amount
      if (left > 0) this.#reserved.set(id, left)
      else this.#reserved.delete(id)
    }
  }

  #pursesOf({ passport, request }: Call): Purse[] {
    const { keyId, keyName, monthlyBudget } = passport
    const local = request.localKey ?? null
    const purses: Purse[] = []
    if (monthlyBudget !== null) {
      purses.push({
        id: keyId,
        budget: monthlyBudget,
        spent: this.#spending.monthToDate(keyId),
        owner: `key "${keyName}"`,
      })
    }
    if (local && (local.monthlyBudget ?? null) !== null) {
      purses.push({
        id: local.id,
        budget: local.monthlyBudget ?? 0,
        spent: this.#spending.localKeyMonthToDate(local.id),
        owner: `local key "${local.name}"`,
      })
    }
    return purses
  }

  /** What a call may cost: its words, and the longest answer that it allows. 0 where no price is known. */
  mayCost(call: Call): number {
    const body = call.body
    if (!body || call.model === null) return 0
    const input = Buffer.isBuffer(body.bytes) ? estimateInput(body.bytes) : 0
    const output = Math.round(Math.min((body.maxOutput ?? usualOutput) * body.answers, mostOutput))
    return this.#price(call, input, output) ?? this.#price(call, input, 0) ?? 0
  }

  /** Null where the model has no such price: one for embeddings has none for output. */
  #price(call: Call, input: number, output: number): number | null {
    const tokens = { input, cached: 0, output, reasoning: 0, estimated: true }
    return this.#recorder.price(call, call.model, tokens, null).cost
  }
}
