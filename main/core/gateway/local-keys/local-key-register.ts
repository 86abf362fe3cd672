import { hash as digestOf, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../../ports.ts'
import type { KeyVerdict } from '../gateway-types.ts'
import type { LocalKeyRecord } from './local-key-record.ts'
import type { FormerHash } from './local-key-records.ts'

interface Entry {
  digest: Buffer
  keyId: string
  isFormer: boolean
}

/**
 * Every local key, in memory and by the hash of its text, so that a request costs no query and a change counts in the
 * same turn. The acts write the database first, then here.
 */
export class LocalKeyRegister {
  readonly #clock: Clock
  readonly #byId = new Map<string, LocalKeyRecord>()
  readonly #byHash = new Map<string, Entry>()

  constructor(clock: Clock, records: readonly LocalKeyRecord[], former: readonly FormerHash[]) {
    this.#clock = clock
    for (const record of records) this.put(record)
    for (const one of former) this.#index(one.hash, one.keyId, true)
  }

  /** Those that are there, the oldest first. */
  list(): LocalKeyRecord[] {
    return [...this.#byId.values()].filter((record) => record.deletedAt === null)
  }

  find(id: string): LocalKeyRecord | undefined {
    const record = this.#byId.get(id)
    return record?.deletedAt === null ? record : undefined
  }

  /** Those that can still be restored. */
  deleted(): LocalKeyRecord[] {
    return [...this.#byId.values()].filter((record) => record.deletedAt !== null)
  }

  /** A new record, or a record as it is now. A text that it had before stays known as its former one. */
  put(record: LocalKeyRecord): void {
    const before = this.#byId.get(record.id)
    if (before && before.hash !== record.hash) this.#index(before.hash, record.id, true)
    this.#byId.set(record.id, record)
    this.#index(record.hash, record.id, false)
  }

  /** Gone for good: nothing of it is known any more. */
  remove(id: string): void {
    this.#byId.delete(id)
    for (const [hash, entry] of this.#byHash) if (entry.keyId === id) this.#byHash.delete(hash)
  }

  /** What a presented text is. Compared as SHA-256 in constant time; the look-up's own time tells only of a digest. */
  verdict(text: string): KeyVerdict {
    const digest = digestOf('sha256', text, 'buffer')
    const entry = this.#byHash.get(digest.toString('base64url'))
    if (!entry || !timingSafeEqual(entry.digest, digest)) return { kind: 'unknown' }
    const record = this.find(entry.keyId)
    if (!record) return { kind: 'unknown' }
    const { id, name } = record
    if (record.revokedAt !== null) return { kind: 'revoked', id, name }
    if (entry.isFormer) return { kind: 'replaced', id, name }
    if (isExpired(record, this.#clock.now())) return { kind: 'expired', id, name }
    const { environmentId, accountType, allowsFiles, monthlyBudget } = record
    return { kind: 'active', grant: { id, name, environmentId, lane: accountType, allowsFiles, monthlyBudget } }
  }

  #index(hash: string, keyId: string, isFormer: boolean): void {
    this.#byHash.set(hash, { digest: Buffer.from(hash, 'base64url'), keyId, isFormer })
  }
}

/** Whether its time is over. */
export const isExpired = ({ expiresAt }: LocalKeyRecord, now: number): boolean => expiresAt !== null && expiresAt <= now
