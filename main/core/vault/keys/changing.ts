import type { KeyChanges, VaultKey } from '../../../../contract/keys.ts'
import { KeydeckError, notFound } from '../../keydeck-error.ts'
import type { KeyRecord } from '../key-record.ts'
import { limitsOf } from './account-limits.ts'
import { changedFields } from './changed-fields.ts'
import type { KeyParts } from './key-parts.ts'
import type { KeyListing } from './listing.ts'
import type { SameSecrets } from './same-secret.ts'
import type { SecretInText } from './secret-in-text.ts'

/** Changes what a person may change of a key; its secret, its usage and its history stay. */
export class KeyChanging {
  readonly #parts: KeyParts
  readonly #same: SameSecrets
  readonly #texts: SecretInText
  readonly #listing: KeyListing

  constructor(parts: KeyParts, tools: { same: SameSecrets; texts: SecretInText; listing: KeyListing }) {
    this.#parts = parts
    this.#same = tools.same
    this.#texts = tools.texts
    this.#listing = tools.listing
  }

  /** Only what is given changes. Another environment moves the key. */
  update(id: string, changes: KeyChanges, overrideReason?: string): VaultKey {
    const { records, environments, passports, audit, events } = this.#parts
    const record = records.find(id)
    if (!record) throw notFound('key', id)
    const next = this.#apply(record, changes)
    const fields = changedFields(record, next)
    const isMove = next.environmentId !== record.environmentId
    if (!isMove && Object.keys(fields).length === 0) return this.#listing.get(id)
    try {
      this.#refuseValues(record, next, overrideReason)
      records.write(() => {
        if (isMove) next.overrideReason = this.#refuseMove(record, next.environmentId, overrideReason)
        records.save(next)
        if (isMove) {
          const from = environments.get(record.environmentId).name
          const reason: Record<string, string> = overrideReason ? { overridden: 'same_secret_other_environment' } : {}
          audit.record('key_moved', next, { detail: { from, ...reason } })
        }
        if (Object.keys(fields).length > 0) audit.record('key_changed', next, { detail: fields })
      })
    } catch (error) {
      audit.refused('update', record, error)
      throw error
    }
    passports.forget()
    events.emit({ type: 'keys', id })
    return this.#listing.get(id)
  }

  #apply(record: KeyRecord, { requestsPerMinute, modelTiers, tags, ...changes }: KeyChanges): KeyRecord {
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
    const accountType = changes.accountType ?? record.accountType
    return {
      ...record,
      ...given,
      tags: tags ? [...new Set(tags)] : record.tags,
      ...limitsOf(
        accountType,
        requestsPerMinute === undefined ? record.requestsPerMinute : requestsPerMinute,
        modelTiers === undefined ? record.modelTiers : modelTiers,
      ),
    }
  }

  #refuseValues(record: KeyRecord, next: KeyRecord, overrideReason: string | undefined): void {
    const { environments, clock } = this.#parts
    environments.get(next.environmentId)
    if (next.modelTiers?.length === 0) throw invalid('modelTiers', 'empty')
    const isNewExpiry = next.expiresAt !== null && next.expiresAt !== record.expiresAt
    if (isNewExpiry && (next.expiresAt ?? 0) <= clock.now()) throw invalid('expiresAt', 'in_the_past')
    this.#texts.refuse({
      name: next.name === record.name ? null : next.name,
      notes: next.notes === record.notes ? null : next.notes,
      tags: next.tags.filter((tag) => !record.tags.includes(tag)),
      overrideReason,
    })
  }

  /** Checks every secret that moves along; answers the reason that is on record afterwards. */
  #refuseMove(record: KeyRecord, environmentId: string, reason: string | undefined): string | null {
    const spares = this.#parts.spares.of(record.id).filter((spare) => spare.secretState === 'stored')
    const current = record.secretState === 'stored' ? [record] : []
    for (const { fingerprint, overrideReason } of [...current, ...spares]) {
      const hasReason = reason !== undefined || overrideReason !== null
      this.#same.refuse(this.#same.find(fingerprint, record.id), environmentId, hasReason)
    }
    return reason ?? record.overrideReason
  }
}

const invalid = (field: string, reason: string) => new KeydeckError('INVALID', { field, reason })
