import type { CallRecord, TokenUsage } from '../../../contract/calls.ts'
import type { Ledger, PriceAnswer, PriceBook } from '../calls/ledger-port.ts'
import type { Clock, Log } from '../ports.ts'
import type { Call } from './call.ts'
import type { Passports } from './door-types.ts'
import type { Outcome } from './outcome.ts'
import { type Figures, keptResponse, type ResponseRegister } from './response-port.ts'
import { estimateUsage, type Usage } from './usage.ts'

/** Step 7: one row for each call, however it ended. */
export class Recorder {
  readonly #ledger: Ledger
  readonly #prices: PriceBook
  readonly #passports: Passports
  readonly #responses: ResponseRegister
  readonly #clock: Clock
  readonly #log: Log

  constructor(parts: {
    ledger: Ledger
    prices: PriceBook
    passports: Passports
    responses: ResponseRegister
    clock: Clock
    log: Log
  }) {
    this.#ledger = parts.ledger
    this.#prices = parts.prices
    this.#passports = parts.passports
    this.#responses = parts.responses
    this.#clock = parts.clock
    this.#log = parts.log
  }

  /** Resolves when the row is committed, or when the ledger refused it, which is logged. Never rejects. */
  async record(call: Call, outcome: Outcome): Promise<CallRecord> {
    const row = this.#row(call, outcome)
    try {
      await this.#ledger.record(row)
    } catch (error) {
      this.#log.error('call.not-recorded', { callId: call.id, keyId: row.keyId, reason: nameOf(error) })
    }
    if (call.status !== null) {
      try {
        this.#passports.used(row.keyId, row.startedAt)
      } catch (error) {
        this.#log.error('key.use-not-noted', { keyId: row.keyId, reason: nameOf(error) })
      }
    }
    return row
  }

  /** The price of tokens; unknown where the price book fails, which is logged. */
  price(call: Call, model: string | null, tokens: TokenUsage | null, usage: Usage | null): PriceAnswer {
    if (!tokens || model === null) return { cost: null, source: 'unknown' }
    try {
      const { preset, baseUrl, prices } = call.passport.provider
      return this.#prices.price({
        provider: { preset, baseUrl, prices },
        model,
        tokens,
        at: call.startedAt,
        others: usage?.others ?? null,
        reportedDollars: usage?.dollars ?? null,
      })
    } catch (error) {
      this.#log.error('price.failed', { callId: call.id, reason: nameOf(error) })
      return { cost: null, source: 'unknown' }
    }
  }

  /**
   * From here on the response is known as this call's. Where it is not, as another has its id already or the disk refuses,
   * the call is counted like any other. `held`: what it may cost, where it runs on by itself.
   */
  noteResponse(call: Call, id: string, held: number): void {
    try {
      const made = { keyId: call.passport.keyId, localKeyId: call.request.localKey?.id ?? null }
      if (id !== '' && this.#responses.note(id, made, held)) call.responseId = id
    } catch (error) {
      this.#log.error('response.not-noted', { callId: call.id, reason: nameOf(error) })
    }
  }

  /** What its row says that it used: of a response, what no row has said before. */
  #usageOf(call: Call, outcome: Outcome) {
    const model = call.model ?? outcome.model?.slice(0, longestModel) ?? null
    const tokens = tokensOf(call, outcome)
    const { cost, source } = this.price(call, model, tokens, outcome.usage)
    const whole = { model, tokens, cost, source }
    if (call.responseId === null) return whole
    if (!outcome.usage && outcome.status !== null && over.has(outcome.status)) this.#letGo(call, call.responseId)
    const rest = tokens && this.#take(call, call.responseId, { tokens, cost })
    // A call that only looked at what was counted before used nothing, of no model.
    return rest ? { ...whole, ...rest } : { model: call.model, tokens: null, cost: null, source: 'unknown' }
  }

  #letGo(call: Call, id: string): void {
    try {
      this.#responses.letGo(id, call.passport.keyId)
    } catch (error) {
      this.#log.error('response.not-let-go', { callId: call.id, reason: nameOf(error) })
    }
  }

  #take(call: Call, id: string, figures: Figures): Figures | null {
    try {
      const rest = this.#responses.take(id, call.passport.keyId, figures)
      if (rest !== 'unknown') return rest
      // It was pushed out since this call noted it; of one that was made elsewhere a look is not charged.
      return keptResponse(call.request.method, call.request.path) === null ? figures : null
    } catch (error) {
      this.#log.error('response.not-counted', { callId: call.id, reason: nameOf(error) })
      // Counted twice is seen; counted never passes a budget by.
      return figures
    }
  }

  #row(call: Call, outcome: Outcome): CallRecord {
    const { passport, request } = call
    const now = this.#clock.monotonic()
    const { model, tokens, cost, source } = this.#usageOf(call, outcome)
    const firstToken = outcome.firstTokenAt !== null && call.times.leftMonotonic !== null
    return {
      id: call.id,
      startedAt: call.startedAt,
      origin: request.origin,
      environmentId: passport.environment.id,
      environmentName: passport.environment.name,
      providerId: passport.provider.id,
      providerName: passport.provider.name,
      keyId: passport.keyId,
      keyName: passport.keyName,
      keyMask: passport.keyMask,
      accountType: passport.accountType,
      localKeyId: request.localKey?.id ?? null,
      localKeyName: request.localKey?.name ?? null,
      client: request.client ?? null,
      conversationId: request.conversationId ?? null,
      method: request.method,
      path: request.path.replace(/\?.*$/s, ''),
      model,
      streaming: call.streaming,
      endState: outcome.endState,
      status: call.status,
      errorLayer: outcome.error?.layer ?? null,
      errorCode: outcome.error?.code ?? null,
      tokens,
      cost,
      priceSource: source,
      waitMs: call.times.waitMs,
      timeToFirstTokenMs: firstToken
        ? Math.max(0, (outcome.firstTokenAt ?? 0) - (call.times.leftMonotonic ?? 0))
        : null,
      durationMs: Math.max(0, now - call.startedMonotonic - call.times.waitMs),
      attempt: call.attempt,
      requestBytes: call.sentBytes,
      responseBytes: outcome.responseBytes,
      providerRequestId: call.providerRequestId,
    }
  }
}

/** The provider's figures; else an estimate, where an answer to a model's question came at least in part. */
function tokensOf(call: Call, outcome: Outcome): TokenUsage | null {
  if (outcome.usage) return outcome.usage.tokens
  if (outcome.text === null || call.status === null || call.status >= 400) return null
  // A provider that failed before its first word charges nothing, as far as anyone can tell.
  if (outcome.endState === 'error' && outcome.text === '') return null
  const bytes = call.body?.bytes
  return estimateUsage(Buffer.isBuffer(bytes) ? bytes : null, outcome.text)
}

/** How a response that is over calls itself. */
const over: ReadonlySet<string> = new Set(['completed', 'incomplete', 'failed', 'cancelled'])

/** What a provider calls its model stands in every row of it. */
const longestModel = 1_000

const nameOf = (error: unknown) =>
  error instanceof Error ? ('code' in error && typeof error.code === 'string' ? error.code : error.name) : 'unknown'
