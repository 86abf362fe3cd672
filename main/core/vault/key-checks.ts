import type { CallError } from '../../../contract/call-error.ts'
import type { CheckResult } from '../../../contract/keys.ts'
import { type Door, DoorError, type SpareUse } from '../door/door-types.ts'
import { notFound } from '../keydeck-error.ts'
import type { Clock } from '../ports.ts'
import { checkTimedOut, refusedCheck, unreadableList } from './check-error.ts'
import type { KeyRecords } from './key-records.ts'
import { readModelIds } from './model-ids.ts'
import { readText } from './read-text.ts'
import type { SpareRecords } from './spare-records.ts'

/** How long a provider may take to list its models. */
export const CHECK_TIMEOUT_MS = 20_000
/** The longest list seen is a tenth of this. */
const MOST_BYTES = 8_000_000

/** What a check found: the result, and the models where the provider listed them. */
export interface Checked {
  /** The item of the secret that was checked. */
  secretId: string
  result: CheckResult
  modelIds: string[] | null
}

interface KeyChecksOptions {
  records: KeyRecords
  spares: SpareRecords
  door: () => Door
  clock: Clock
  /** Told each result, before anyone who waits for it. */
  onChecked: (id: string, checked: Checked) => void
}

/** Asks a key's provider for its models, which tells whether the key works without costing anything. */
export class KeyChecks {
  readonly #options: KeyChecksOptions
  readonly #running = new Map<string, Promise<Checked>>()

  constructor(options: KeyChecksOptions) {
    this.#options = options
  }

  /** Two who ask at the same time share one call. */
  check(id: string): Promise<Checked> {
    return this.#shared(id, () => this.#check(id))
  }

  /** The same with the secret that waits to be swapped in: the result is kept beside it, and not on the key. */
  checkPending(id: string): Promise<Checked> {
    const pending = this.#options.spares.find(id, 'pending')
    // By its own name: one that replaces it must not be taken for tested.
    return this.#shared(pending?.id ?? id, async () => {
      if (!pending) throw notFound('pending_secret', id)
      const checked = await this.#ask(id, pending.id, 'pending')
      this.#options.spares.saveCheck(pending.id, checked.result)
      return checked
    })
  }

  #shared(subject: string, work: () => Promise<Checked>): Promise<Checked> {
    const running = this.#running.get(subject)
    if (running) return running
    const started = work().finally(() => this.#running.delete(subject))
    this.#running.set(subject, started)
    return started
  }

  async #check(id: string): Promise<Checked> {
    const record = this.#options.records.find(id)
    if (!record) throw notFound('key', id)
    const checked = await this.#ask(id, record.secretId)
    const { secretId } = this.#options.records.find(id) ?? {}
    // Deleted while the provider answered: there is nothing left to tell it of.
    if (!secretId) throw notFound('key', id)
    // Regenerated meanwhile: what was found is true of a secret that is no longer this key's.
    if (secretId !== checked.secretId) return checked
    this.#options.records.saveCheck(id, checked.result)
    this.#options.onChecked(id, checked)
    return checked
  }

  async #ask(id: string, secretId: string, spare?: SpareUse): Promise<Checked> {
    const { clock } = this.#options
    const abort = new AbortController()
    let isTimedOut = false
    const cancel = clock.after(CHECK_TIMEOUT_MS, () => {
      isTimedOut = true
      abort.abort()
    })
    const started = clock.monotonic()
    const finish = (error: CallError | null, status: number | null, modelIds: string[] | null): Checked => ({
      secretId,
      modelIds,
      result: {
        at: clock.now(),
        ok: error === null,
        status,
        latencyMs: status === null ? null : Math.round(answeredAt - started),
        models: modelIds?.length ?? null,
        error,
      },
    })
    let answeredAt = started
    try {
      const response = await this.#options.door().send({
        origin: 'check',
        keyId: id,
        ...(spare ? { spare } : {}),
        method: 'GET',
        path: '/models',
        headers: { accept: 'application/json' },
        body: null,
        model: null,
        signal: abort.signal,
        atLimit: 'refuse',
      })
      answeredAt = clock.monotonic()
      const body = await readText(response.body, MOST_BYTES)
      await response.recorded
      if (isTimedOut) return finish(checkTimedOut, null, null)
      if (response.status < 200 || response.status > 299) return finish(refusedCheck(response), response.status, null)
      const modelIds = body === null ? null : readModelIds(body)
      return finish(modelIds ? null : unreadableList(response.status), response.status, modelIds)
    } catch (error) {
      if (isTimedOut) return finish(checkTimedOut, null, null)
      if (!(error instanceof DoorError)) throw error
      answeredAt = clock.monotonic()
      // A refusal of ours has a status for the gateway's clients; the provider never gave one.
      return finish(error.error, error.error.layer === 'provider' ? error.error.status : null, null)
    } finally {
      cancel()
    }
  }
}
