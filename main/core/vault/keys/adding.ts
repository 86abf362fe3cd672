import { randomUUID } from 'node:crypto'
import type { AddedKey, EntryNote, NewKey } from '../../../../contract/keys.ts'
import type { Provider } from '../../../../contract/providers.ts'
import { bindingOf } from '../../door/binding.ts'
import { KeydeckError } from '../../keydeck-error.ts'
import { cleanSecret } from '../clean-secret.ts'
import type { KeyRecord } from '../key-record.ts'
import { parseBaseUrl } from '../providers/base-url.ts'
import { maskOf } from '../secret-mask.ts'
import { limitsOf } from './account-limits.ts'
import { readClipboardSecret } from './clipboard-secret.ts'
import type { KeyParts } from './key-parts.ts'
import type { KeyListing } from './listing.ts'
import type { SameSecrets } from './same-secret.ts'
import type { SecretInText } from './secret-in-text.ts'
import type { SecretWriting } from './secret-writing.ts'

/** Where a new key came from, for the audit: `from` is a word such as `typed`, `clipboard`, `env-file` or `bundle`. */
export interface KeySource {
  action: 'key_added' | 'key_imported'
  from: string
  /** More of it, such as the file's name and the line. */
  detail?: Readonly<Record<string, string>>
}

/** What a key brings along that was a key before: an import of a bundle keeps its history's dates and its own rules. */
export type KeyPast = Partial<
  Pick<
    KeyRecord,
    | 'modelTiers'
    | 'rotateAfterDays'
    | 'expiresAt'
    | 'monthlyBudget'
    | 'createdAt'
    | 'rotatedAt'
    | 'status'
    | 'revokedAt'
  >
>

type Input = NewKey & { secret?: string | undefined }

/** Adds keys: one at a time, whoever found them. */
export class KeyAdding {
  readonly #parts: KeyParts
  readonly #same: SameSecrets
  readonly #texts: SecretInText
  readonly #writing: SecretWriting
  readonly #listing: KeyListing

  constructor(
    parts: KeyParts,
    tools: { same: SameSecrets; texts: SecretInText; writing: SecretWriting; listing: KeyListing },
  ) {
    this.#parts = parts
    this.#same = tools.same
    this.#texts = tools.texts
    this.#writing = tools.writing
    this.#listing = tools.listing
  }

  /** As `add`, with the clipboard's text, which the page never sees. */
  async addFromClipboard(input: NewKey): Promise<AddedKey> {
    let secret: string
    try {
      secret = await readClipboardSecret(this.#parts.clipboard)
    } catch (error) {
      this.#parts.audit.refusedAdd(input, error)
      throw error
    }
    return this.add({ ...input, secret }, { action: 'key_added', from: 'clipboard' })
  }

  /** Stores the secret, and answers when the store has read it back. Without a secret only where none is needed. */
  async add(
    input: Input,
    source: KeySource = { action: 'key_added', from: 'typed' },
    past: KeyPast = {},
  ): Promise<AddedKey> {
    try {
      return await this.#add(input, source, past)
    } catch (error) {
      this.#parts.audit.refusedAdd(input, error)
      throw error
    }
  }

  async #add(input: Input, source: KeySource, past: KeyPast): Promise<AddedKey> {
    const provider = this.#parts.providers.get(input.providerId)
    this.#parts.environments.get(input.environmentId)
    const pasted = input.secret?.trim() ?? ''
    if (pasted === '' && !provider.needsKey) return this.#addWithoutSecret(input, provider, source, past)
    const { secret, notes } = cleanSecret(input.secret ?? '', provider.keyPrefix)
    return this.#addWithSecret({ input, provider, source, past, secret, notes })
  }

  #addWithoutSecret(input: Input, provider: Provider, source: KeySource, past: KeyPast): AddedKey {
    const { records } = this.#parts
    const record = this.#draft(input, provider, past)
    this.#refuseTexts(input)
    records.write(() => {
      records.insert(record)
      this.#recordAdd(source, record)
    })
    return this.#added(record.id, [])
  }

  async #addWithSecret(entry: {
    input: Input
    provider: Provider
    source: KeySource
    past: KeyPast
    secret: string
    notes: EntryNote[]
  }): Promise<AddedKey> {
    const { records, sightings } = this.#parts
    const { input, provider, source, secret } = entry
    // First: of what is refused after this, the audit keeps the name.
    this.#refuseTexts(input, secret)
    const { kind, state, reason } = this.#parts.storeStatus()
    if (state !== 'ready' || kind === null) throw new KeydeckError('STORE_UNAVAILABLE', { state, reason })
    const fingerprint = this.#parts.fingerprint(secret)
    const record: KeyRecord = {
      ...this.#draft(input, provider, entry.past),
      ...maskOf(secret, provider.keyPrefix),
      fingerprint,
      secretState: 'writing',
      storeKind: kind,
    }
    records.write(() => {
      this.#same.refuse(this.#same.find(fingerprint), record.environmentId, input.overrideReason !== undefined)
      records.insert(record)
    })
    await this.#writing.put({ recordId: record.secretId, origin: record.origin }, secret, {
      commit: () =>
        records.write(() => {
          records.markStored(record.id)
          this.#recordAdd(source, record)
        }),
      drop: () => records.remove(record.id),
    })
    sightings.note(record.secretId, false)
    return this.#added(record.id, entry.notes)
  }

  #refuseTexts({ name, tags, notes, overrideReason }: Input, secret?: string): void {
    this.#texts.refuse({ name, tags, notes, overrideReason }, secret)
  }

  #recordAdd({ action, from, detail }: KeySource, record: KeyRecord): void {
    const reason: Record<string, string> = record.overrideReason ? { overridden: 'same_secret_other_environment' } : {}
    this.#parts.audit.record(action, record, { detail: { from, ...detail, ...reason } })
  }

  #added(id: string, notes: EntryNote[]): AddedKey {
    this.#parts.events.emit({ type: 'keys', id })
    return { key: this.#listing.get(id), notes }
  }

  /** A record without a secret, as a provider takes it that needs none. */
  #draft(input: Input, provider: Provider, past: KeyPast): KeyRecord {
    const { pathPrefix } = parseBaseUrl(provider.baseUrl)
    const id = randomUUID()
    return {
      id,
      name: input.name,
      providerId: input.providerId,
      environmentId: input.environmentId,
      accountType: input.accountType,
      origin: bindingOf(provider),
      pathPrefix,
      prefix: '',
      last4: '',
      fingerprint: '',
      secretId: id,
      secretState: 'none',
      storeKind: null,
      tags: [...new Set(input.tags)],
      notes: input.notes,
      overrideReason: input.overrideReason ?? null,
      createdAt: this.#parts.clock.now(),
      rotatedAt: null,
      rotateAfterDays: null,
      expiresAt: null,
      lastUsedAt: null,
      lastCheck: null,
      status: 'active',
      revokedAt: null,
      monthlyBudget: null,
      deletedAt: null,
      ...past,
      ...limitsOf(input.accountType, input.requestsPerMinute ?? null, past.modelTiers ?? null),
    }
  }
}
