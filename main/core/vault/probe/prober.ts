import type { CallError } from '../../../../contract/call-error.ts'
import type { Feature, FeatureResult } from '../../../../contract/providers.ts'
import type { Door } from '../../door/door-types.ts'
import type { EventBus } from '../../event-bus.ts'
import { notFound } from '../../keydeck-error.ts'
import type { Clock } from '../../ports.ts'
import { inconclusiveAnswer } from '../check-error.ts'
import type { Guard } from '../guard-port.ts'
import type { KeyRecords } from '../key-records.ts'
import type { KeyAudit } from '../keys/key-audit.ts'
import type { Providers } from '../providers/providers.ts'
import type { CapabilityRows } from './capabilities.ts'
import { type FeatureCall, featureCalls, type LimitField } from './feature-calls.ts'
import { type ProbeAnswer, probeCall } from './probe-call.ts'
import { judgeError } from './verdict.ts'

interface ProberOptions {
  records: KeyRecords
  providers: Providers
  rows: CapabilityRows
  door: () => Door
  guard: Guard
  audit: KeyAudit
  clock: Clock
  events: EventBus
}

interface Probe {
  keyId: string
  model: string
  signal: AbortSignal
  limit: LimitField
  states: Map<Feature, FeatureResult>
  /** Set where no further call can tell anything. */
  isEnded: boolean
}

/** Finds out by small real calls, one after another, what an endpoint can do. */
export class Prober {
  readonly #options: ProberOptions

  constructor(options: ProberOptions) {
    this.#options = options
  }

  /** Refuses at once what may not be; the calls begin when the first result is asked for, and end with `signal`. */
  probe(keyId: string, model: string, signal: AbortSignal): AsyncGenerator<FeatureResult> {
    this.#options.guard.require(keyId, 'check')
    return this.#run(keyId, model, signal)
  }

  async *#run(keyId: string, model: string, signal: AbortSignal): AsyncGenerator<FeatureResult> {
    const { records, providers, audit } = this.#options
    const record = records.find(keyId)
    if (!record) throw notFound('key', keyId)
    const { baseUrl } = providers.get(record.providerId)
    audit.record('key_probed', record)
    // The generator may be left in the middle of a call, and nobody would hear of that one.
    const left = new AbortController()
    const probe: Probe = {
      keyId,
      model,
      signal: AbortSignal.any([signal, left.signal]),
      limit: 'max_tokens',
      states: new Map(),
      isEnded: false,
    }
    try {
      for (const call of featureCalls) {
        const isTried = this.#isWorthIt(probe, call)
        if (isTried) yield { feature: call.feature, state: 'running', latencyMs: null, error: null }
        const result = isTried ? await this.#try(probe, call) : skipped(call.feature)
        if (probe.signal.aborted) return
        probe.states.set(call.feature, result)
        if (call === featureCalls.at(-1)) this.#save(probe, baseUrl)
        yield result
      }
    } finally {
      left.abort()
    }
  }

  #isWorthIt({ isEnded, states }: Probe, { needs }: FeatureCall): boolean {
    return !isEnded && (needs === null || states.get(needs)?.state === 'yes')
  }

  async #try(probe: Probe, call: FeatureCall): Promise<FeatureResult> {
    const { feature } = call
    const { text, error, latencyMs } = await this.#ask(probe, call)
    if (error === null) {
      const state = call.judge(text)
      return { feature, state, latencyMs, error: state === 'unclear' ? inconclusiveAnswer(200) : null }
    }
    // Of the two that stand alone, the second is known to be asked for a model that exists.
    const hasBase = call.needs !== null || (feature === 'responses' && probe.states.get('chat')?.state === 'yes')
    const verdict = judgeError(feature, error, hasBase)
    probe.isEnded = verdict.ends
    return { feature, state: verdict.state, latencyMs, error }
  }

  /** One call; a second one where the model refuses the word by which it was told to keep it short. */
  async #ask(probe: Probe, call: FeatureCall): Promise<ProbeAnswer> {
    const answer = await this.#send(probe, call)
    if (answer.error === null || probe.limit !== 'max_tokens' || !wantsOtherLimit(answer.error)) return answer
    probe.limit = 'max_completion_tokens'
    return this.#send(probe, call)
  }

  #send({ keyId, model, limit, signal }: Probe, { path, body }: FeatureCall): Promise<ProbeAnswer> {
    const { door, clock } = this.#options
    const bytes = body ? Buffer.from(JSON.stringify(body(model, limit))) : null
    return probeCall(door(), clock, { keyId, path, method: body ? 'POST' : 'GET', body: bytes, signal })
  }

  /** Only what was found out whole, and of the server that the key belongs to still. */
  #save({ keyId, model, states, isEnded }: Probe, baseUrl: string): void {
    const { records, providers, rows, clock, events } = this.#options
    const record = records.find(keyId)
    if (isEnded || !record || providers.get(record.providerId).baseUrl !== baseUrl) return
    rows.save(keyId, { at: clock.now(), model, results: [...states.values()] })
    events.emit({ type: 'keys', id: keyId })
  }
}

const skipped = (feature: Feature): FeatureResult => ({ feature, state: 'skipped', latencyMs: null, error: null })

const wantsOtherLimit = ({ status, providerMessage }: CallError): boolean =>
  (status === 400 || status === 422) && (providerMessage ?? '').includes('max_completion_tokens')
