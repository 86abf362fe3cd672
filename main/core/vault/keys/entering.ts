import { randomUUID } from 'node:crypto'
import { bindingOf } from '../../door/binding.ts'
import { KeydeckError, notFound } from '../../keydeck-error.ts'
import { cleanSecret } from '../clean-secret.ts'
import type { KeyRecord } from '../key-record.ts'
import { isBoundTo } from '../key-view.ts'
import { parseBaseUrl } from '../providers/base-url.ts'
import { maskOf } from '../secret-mask.ts'
import type { SpareRecord } from '../spare-record.ts'
import type { KeyParts } from './key-parts.ts'
import type { SameSecrets } from './same-secret.ts'
import type { SecretInText } from './secret-in-text.ts'
import type { SecretWriting } from './secret-writing.ts'

/** Enters a new secret for a key that exists, beside the one in use: in the store, and used by nothing yet. */
export class SecretEntering {
  readonly #parts: KeyParts
  readonly #same: SameSecrets
  readonly #texts: SecretInText
  readonly #writing: SecretWriting

  constructor(parts: KeyParts, tools: { same: SameSecrets; texts: SecretInText; writing: SecretWriting }) {
    this.#parts = parts
    this.#same = tools.same
    this.#texts = tools.texts
    this.#writing = tools.writing
  }

  /** Resolves when the store has read it back. A pending secret that is there goes once the new one is stored. */
  async enter(record: KeyRecord, pasted: string, from: string, overrideReason?: string): Promise<void> {
    const { records, spares, providers, sightings, removals, events } = this.#parts
    const provider = providers.get(record.providerId)
    const { secret, notes } = cleanSecret(pasted, provider.keyPrefix)
    this.#texts.refuse({ overrideReason }, secret)
    const { kind, state, reason } = this.#parts.storeStatus()
    if (state !== 'ready' || kind === null) throw new KeydeckError('STORE_UNAVAILABLE', { state, reason })
    const { pathPrefix } = parseBaseUrl(provider.baseUrl)
    const origin = bindingOf(provider)
    const spare: SpareRecord = {
      id: randomUUID(),
      keyId: record.id,
      role: 'pending',
      secretState: 'writing',
      storeKind: kind,
      origin,
      pathPrefix,
      ...maskOf(secret, provider.keyPrefix),
      fingerprint: this.#parts.fingerprint(secret),
      notes,
      overrideReason: overrideReason ?? null,
      lastCheck: null,
      rotatedAt: null,
      revokedAt: null,
      since: this.#parts.clock.now(),
    }
    records.write(() => {
      const latest = this.#latest(record.id)
      this.#refuseOwn(latest, spare.fingerprint)
      const elsewhere = this.#same.find(spare.fingerprint, latest.id)
      this.#same.refuse(elsewhere, latest.environmentId, overrideReason !== undefined)
      spares.insert(spare)
    })
    await this.#writing.put({ recordId: spare.id, origin }, secret, {
      commit: () => records.write(() => this.#commit(spare, from)),
      drop: () => spares.remove(spare.id),
    })
    sightings.note(spare.id, false)
    // The one that it replaces.
    void removals.run()
    events.emit({ type: 'keys', id: record.id })
  }

  #commit(spare: SpareRecord, from: string): void {
    const { spares, audit } = this.#parts
    // Deleted while the store wrote: throwing takes the secret back.
    const latest = this.#latest(spare.keyId)
    const replaced = spares.find(spare.keyId, 'pending')
    if (replaced) spares.markRemoving(replaced.id)
    spares.markStored(spare.id)
    audit.record('secret_entered', latest, {
      mask: spare,
      detail: { from, ...(replaced ? { replaced: 'pending' } : {}) },
    })
  }

  #latest(id: string): KeyRecord {
    const record = this.#parts.records.find(id)
    if (!record) throw notFound('key', id)
    return record
  }

  /** The secret in use is refused as its own successor, unless it can't be used as it is: for another address, or lost. */
  #refuseOwn(record: KeyRecord, fingerprint: string): void {
    const { spares, providers, sightings } = this.#parts
    const isCurrent = record.secretState === 'stored' && record.fingerprint === fingerprint
    const isLost =
      sightings.isMissing(record.secretId) || (record.storeKind === 'memory' && !sightings.isSeen(record.secretId))
    if (isCurrent && !isLost && isBoundTo(record, providers.get(record.providerId))) {
      throw new KeydeckError('CONFLICT', { reason: 'same_as_current' })
    }
    if (spares.find(record.id, 'previous')?.fingerprint === fingerprint) {
      throw new KeydeckError('CONFLICT', { reason: 'same_as_previous' })
    }
  }
}
