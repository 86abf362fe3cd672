import { bindingOf } from '../door/binding.ts'
import type { Passport, Passports, SpareUse } from '../door/door-types.ts'
import { parseBase } from '../door/target.ts'
import type { Clock, Log } from '../ports.ts'
import type { Environments } from './environments.ts'
import type { KeyRecord } from './key-record.ts'
import type { KeyRecords } from './key-records.ts'
import type { Providers } from './providers/providers.ts'
import { maskText } from './secret-mask.ts'
import type { SpareRecords } from './spare-records.ts'

/** Uses are written together: a write for each call would wait for the disk each time. */
const SAVE_USES_MS = 1_000

/** Tells the door what it must know of a key, and remembers when each was last used. */
export class PassportOffice implements Passports {
  readonly #records: KeyRecords
  readonly #spares: SpareRecords
  readonly #providers: Providers
  readonly #environments: Environments
  readonly #clock: Clock
  readonly #log: Log
  readonly #issued = new Map<string, Passport>()
  readonly #uses = new Map<string, number>()
  #cancelSave: (() => void) | null = null

  constructor(options: {
    records: KeyRecords
    spares: SpareRecords
    providers: Providers
    environments: Environments
    clock: Clock
    log: Log
  }) {
    this.#records = options.records
    this.#spares = options.spares
    this.#providers = options.providers
    this.#environments = options.environments
    this.#clock = options.clock
    this.#log = options.log
  }

  find(keyId: string, spare?: SpareUse): Passport | null {
    if (spare) return this.#issueSpare(keyId, spare)
    const issued = this.#issued.get(keyId)
    if (issued) return issued
    const record = this.#records.find(keyId)
    if (!record) return null
    const passport = this.#issue(record)
    this.#issued.set(keyId, passport)
    return passport
  }

  used(keyId: string, at: number): void {
    this.#uses.set(keyId, Math.max(at, this.#uses.get(keyId) ?? 0))
    this.#cancelSave ??= this.#clock.after(SAVE_USES_MS, () => this.saveUses())
  }

  /** The last use that is known, written or not. */
  lastUsed(record: KeyRecord): number | null {
    return this.#uses.get(record.id) ?? record.lastUsedAt
  }

  /** Must be called after every change to keys, providers or environments: the next call looks them up again. */
  forget(): void {
    this.#issued.clear()
  }

  /** Writes what is pending. Where the disk refuses, it stays pending until the next use. */
  saveUses(): void {
    this.#cancelSave?.()
    this.#cancelSave = null
    if (this.#uses.size === 0) return
    try {
      this.#records.saveUse(this.#uses)
      this.#uses.clear()
    } catch (error) {
      this.#log.warn('vault.uses-not-saved', { kind: error instanceof Error ? error.name : typeof error })
    }
  }

  #issue(record: KeyRecord): Passport {
    const provider = this.#providers.get(record.providerId)
    const environment = this.#environments.get(record.environmentId)
    const hasSecret = record.secretState !== 'none'
    // Without a secret there is nothing to bind: such a key follows its provider's address.
    const bound = hasSecret ? null : parseBase(provider.baseUrl).base
    return {
      keyId: record.id,
      keyName: record.name,
      keyMask: maskText(record, record.fingerprint !== ''),
      secretId: hasSecret ? record.secretId : null,
      status: record.status,
      accountType: record.accountType,
      requestsPerMinute: record.requestsPerMinute,
      modelTiers: record.modelTiers,
      monthlyBudget: record.monthlyBudget,
      environment: { id: environment.id, name: environment.name },
      provider: {
        id: provider.id,
        preset: provider.preset,
        name: provider.name,
        baseUrl: provider.baseUrl,
        // A local server that needs none may still be given one: then the door must send it.
        needsKey: hasSecret || provider.needsKey,
        tierRules: provider.tierRules,
        prices: provider.prices,
        headers: provider.headers,
        proxy: provider.proxy,
        caPem: provider.caPem,
      },
      boundOrigin: bound ? bindingOf(provider) : record.origin,
      boundPath: bound?.path ?? record.pathPrefix,
    }
  }

  /** For the test of a secret that is not in use yet, also at a key that is revoked, or has used up its budget. */
  #issueSpare(keyId: string, role: SpareUse): Passport | null {
    const record = this.#records.find(keyId)
    const spare = record && this.#spares.find(keyId, role)
    if (!spare) return null
    const passport = this.#issue(record)
    return {
      ...passport,
      keyMask: maskText(spare, true),
      secretId: spare.id,
      status: 'active',
      monthlyBudget: null,
      provider: { ...passport.provider, needsKey: true },
      boundOrigin: spare.origin,
      boundPath: spare.pathPrefix,
    }
  }
}
