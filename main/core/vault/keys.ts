import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import {
  type AddedKey,
  DELETE_UNDO_MS,
  type EntryNote,
  type KeyActivity,
  type NewKey,
  type VaultKey,
} from '../../../contract/keys.ts'
import type { Provider } from '../../../contract/providers.ts'
import type { SecretStoreStatus } from '../../../contract/secret-store.ts'
import { accountTypeLimits } from '../door/account-types.ts'
import type { Door } from '../door/door-types.ts'
import type { EventBus } from '../event-bus.ts'
import { KeydeckError, notFound } from '../keydeck-error.ts'
import type { ClipboardReader, Clock, Log } from '../ports.ts'
import type { Audit } from './audit/audit-log.ts'
import { cleanSecret } from './clean-secret.ts'
import type { Environments } from './environments.ts'
import type { KeyRecord } from './key-record.ts'
import type { KeyRecords } from './key-records.ts'
import { type KeyUsage, troubleOf, viewKey } from './key-view.ts'
import type { PassportOffice } from './passport-office.ts'
import { parseBaseUrl } from './providers/base-url.ts'
import type { Providers } from './providers/providers.ts'
import type { Removals } from './removals.ts'
import { maskOf } from './secret-mask.ts'
import { type SecretRef, SecretStoreError, type SecretWriter } from './secret-store/secret-store.ts'

interface KeysOptions {
  records: KeyRecords
  environments: Environments
  providers: Providers
  passports: PassportOffice
  removals: Removals
  writer: SecretWriter
  storeStatus: () => z.infer<typeof SecretStoreStatus>
  door: () => Door
  clipboard: ClipboardReader
  usageByKey: () => ReadonlyMap<string, KeyUsage>
  fingerprint: (secret: string) => string
  beingWritten: Set<string>
  audit: Audit
  clock: Clock
  log: Log
  events: EventBus
}

/** A clipboard that holds more than this holds no key. */
const MOST_CLIPBOARD_TEXT = 8_000

/** The life of vault keys: added, listed, deleted, restored. */
export class Keys {
  readonly #options: KeysOptions
  /** Keys whose secret the store was asked for and didn't have. */
  readonly #missing = new Set<string>()
  /** Keys whose secret this process wrote or used: of those that lay in memory, the others are gone. */
  readonly #seenHere = new Set<string>()

  constructor(options: KeysOptions) {
    this.#options = options
  }

  list(): VaultKey[] {
    const usage = this.#options.usageByKey()
    return this.#options.records.list().map((record) => this.#view(record, usage))
  }

  /** Calls a day of every key that had any. */
  activity(): KeyActivity[] {
    const usage = this.#options.usageByKey()
    return this.#options.records.list().flatMap(({ id }) => {
      const daily = usage.get(id)?.daily
      return daily ? [{ keyId: id, daily }] : []
    })
  }

  /** Stores the secret, and answers when the store has read it back. Without a secret only where none is needed. */
  async add(input: NewKey & { secret?: string | undefined }): Promise<AddedKey> {
    const provider = this.#options.providers.get(input.providerId)
    this.#options.environments.get(input.environmentId)
    const pasted = input.secret?.trim() ?? ''
    if (pasted === '' && !provider.needsKey) return this.#addWithoutSecret(input, provider)
    const { secret, notes } = cleanSecret(input.secret ?? '', provider.keyPrefix)
    return this.#addWithSecret(input, provider, secret, notes)
  }

  /** As `add`, with the clipboard's text, which the page never sees. */
  async addFromClipboard(input: NewKey): Promise<AddedKey> {
    const { clipboard } = this.#options
    if (!clipboard.available) throw refuseClipboard('unavailable')
    const text = await clipboard.readText().catch(() => {
      throw refuseClipboard('unreadable')
    })
    if (text.trim() === '') throw refuseClipboard('empty')
    if (text.length > MOST_CLIPBOARD_TEXT) throw new KeydeckError('INVALID', { field: 'secret', reason: 'too_long' })
    return this.add({ ...input, secret: text })
  }

  /** Refuses the key's calls from now on and ends those under way. The secret stays until the undo window ends. */
  delete(id: string): { undoUntil: number } {
    const { records, removals, passports, clock } = this.#options
    if (!records.find(id)) throw notFound('key', id)
    const at = clock.now()
    records.markDeleted(id, at)
    passports.forget()
    this.#options.door().cut(id)
    removals.schedule(id, DELETE_UNDO_MS)
    this.#changed(id)
    return { undoUntil: at + DELETE_UNDO_MS }
  }

  /** Undoes a delete, unless its window is over or the same secret was added again meanwhile. */
  restore(id: string): VaultKey {
    const { records, removals, passports } = this.#options
    const record = records.write(() => {
      const deleted = records.findDeleted(id)
      if (!deleted) throw notFound('key', id)
      if (deleted.fingerprint) this.#refuseDuplicate(deleted.fingerprint, deleted.environmentId)
      records.markRestored(id)
      return { ...deleted, deletedAt: null }
    })
    removals.cancel(id)
    passports.forget()
    this.#changed(id)
    return this.#view(record, this.#options.usageByKey())
  }

  /** Told by a check: whether the store had the secret when it was asked. */
  noteSecret(id: string, isMissing: boolean): void {
    if (isMissing) {
      this.#missing.add(id)
      return
    }
    this.#missing.delete(id)
    this.#seenHere.add(id)
  }

  /** Told when the secret store changes: one that is chosen after memory takes over what lies there. */
  followStore(): void {
    const { kind, state } = this.#options.storeStatus()
    if (state !== 'ready' || kind === null || kind === 'memory') return
    this.#options.records.moveFromMemory(this.#seenHere, kind)
  }

  #addWithoutSecret(input: NewKey, provider: Provider): AddedKey {
    const record = this.#draft(input, provider, { secretState: 'none', storeKind: null })
    this.#options.records.insert(record)
    this.#changed(record.id)
    return { key: this.#view(record, new Map()), notes: [] }
  }

  async #addWithSecret(
    input: NewKey,
    provider: Provider,
    secret: string,
    notes: z.infer<typeof EntryNote>[],
  ): Promise<AddedKey> {
    const { records, writer, beingWritten } = this.#options
    const { kind, state, reason } = this.#options.storeStatus()
    if (state !== 'ready' || kind === null) throw new KeydeckError('STORE_UNAVAILABLE', { state, reason })
    const fingerprint = this.#options.fingerprint(secret)
    const record: KeyRecord = {
      ...this.#draft(input, provider, { secretState: 'writing', storeKind: kind }),
      ...maskOf(secret, provider.keyPrefix),
      fingerprint,
    }
    records.write(() => {
      this.#refuseDuplicate(fingerprint, record.environmentId)
      if (!input.overrideReason) this.#warnOfOtherEnvironment(fingerprint)
      records.insert(record)
    })
    beingWritten.add(record.id)
    try {
      await this.#store(record, writer, secret)
    } finally {
      beingWritten.delete(record.id)
    }
    this.#seenHere.add(record.id)
    this.#changed(record.id)
    return { key: this.#view({ ...record, secretState: 'stored' }, new Map()), notes }
  }

  async #store(record: KeyRecord, writer: SecretWriter, secret: string): Promise<void> {
    const ref: SecretRef = { recordId: record.id, origin: record.origin }
    try {
      await writer.write(ref, secret)
    } catch (error) {
      await this.#undoAdd(ref, error)
      throw asKeydeckError(error)
    }
    try {
      this.#options.records.markStored(record.id)
    } catch (error) {
      await this.#undoAdd(ref, error)
      throw error
    }
  }

  /** What can't be undone now stays marked as `writing`, which no list shows, until the next reconcile. */
  async #undoAdd(ref: SecretRef, cause: unknown): Promise<void> {
    const { records, writer, log } = this.#options
    log.warn('vault.add-failed', { id: ref.recordId, kind: kindOf(cause) })
    // A write that got no answer may still arrive: removing now could come before it.
    if (cause instanceof SecretStoreError && cause.state === 'timeout') return
    try {
      await writer.remove(ref)
      records.remove(ref.recordId)
    } catch (error) {
      log.warn('vault.add-undo-waits', { id: ref.recordId, kind: kindOf(error) })
    }
  }

  #draft(input: NewKey, provider: Provider, secret: Pick<KeyRecord, 'secretState' | 'storeKind'>): KeyRecord {
    const { origin, pathPrefix } = parseBaseUrl(provider.baseUrl)
    const id = randomUUID()
    return {
      id,
      name: input.name,
      providerId: input.providerId,
      environmentId: input.environmentId,
      accountType: input.accountType,
      requestsPerMinute:
        input.accountType === 'custom'
          ? (input.requestsPerMinute ?? null)
          : accountTypeLimits[input.accountType].requestsPerMinute,
      modelTiers: null,
      origin,
      pathPrefix,
      prefix: '',
      last4: '',
      fingerprint: '',
      secretId: id,
      ...secret,
      tags: [...new Set(input.tags)],
      notes: input.notes,
      overrideReason: input.overrideReason ?? null,
      createdAt: this.#options.clock.now(),
      rotatedAt: null,
      rotateAfterDays: null,
      expiresAt: null,
      lastUsedAt: null,
      lastCheck: null,
      status: 'active',
      revokedAt: null,
      monthlyBudget: null,
      deletedAt: null,
    }
  }

  #refuseDuplicate(fingerprint: string, environmentId: string): void {
    const isThere = this.#sameSecret(fingerprint).some((record) => record.environmentId === environmentId)
    if (isThere) throw new KeydeckError('CONFLICT', { reason: 'duplicate_secret' })
  }

  #warnOfOtherEnvironment(fingerprint: string): void {
    if (this.#sameSecret(fingerprint).length === 0) return
    throw new KeydeckError('CONFLICT', { reason: 'same_secret_other_environment' })
  }

  /** A row that a crash left in `writing` names no key; one that is being written right now does. */
  #sameSecret(fingerprint: string): KeyRecord[] {
    return this.#options.records
      .withFingerprint(fingerprint)
      .filter((record) => record.secretState === 'stored' || this.#options.beingWritten.has(record.id))
  }

  #view(record: KeyRecord, usage: ReadonlyMap<string, KeyUsage>): VaultKey {
    const isGone = record.storeKind === 'memory' && !this.#seenHere.has(record.id)
    return viewKey(record, {
      lastUsedAt: this.#options.passports.lastUsed(record),
      trouble: troubleOf(record, this.#options.storeStatus(), isGone || this.#missing.has(record.id)),
      usage: usage.get(record.id),
    })
  }

  #changed(id: string): void {
    this.#options.events.emit({ type: 'keys', id })
  }
}

function asKeydeckError(error: unknown): KeydeckError {
  if (error instanceof KeydeckError) return error
  if (error instanceof SecretStoreError) {
    return new KeydeckError('STORE_UNAVAILABLE', { state: error.state, reason: error.reason })
  }
  // Its text could hold the secret: only the class goes on.
  return new KeydeckError('STORE_UNAVAILABLE', { state: 'unavailable', reason: 'unknown' })
}

const refuseClipboard = (reason: 'unavailable' | 'unreadable' | 'empty') =>
  new KeydeckError('INVALID', { field: 'clipboard', reason })

const kindOf = (error: unknown): string =>
  error instanceof SecretStoreError ? `${error.state} ${error.reason}` : error instanceof Error ? error.name : 'unknown'
