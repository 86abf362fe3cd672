import type { LocalKey } from '../../../../contract/local-keys.ts'
import type { Clock } from '../../ports.ts'
import type { VaultForGateway } from '../../vault/gateway-port.ts'
import { effectiveLimit } from './choice-rules.ts'
import { type LocalKeyRecord, maskOf } from './local-key-record.ts'
import { isExpired } from './local-key-register.ts'
import type { LocalKeyUses } from './local-key-uses.ts'
import type { RequestLimits } from './request-limits.ts'

/** What the calls domain knows of local keys. */
export interface LocalKeyUsage {
  usageByLocalKey(): ReadonlyMap<string, Pick<LocalKey, 'calls30d' | 'tokens30d' | 'cost30d'>>
  readonly spending: { localKeyMonthToDate(localKeyId: string): number }
}

/** Local keys as the page sees them. */
export class LocalKeyViewing {
  readonly #vault: VaultForGateway
  readonly #usage: LocalKeyUsage
  readonly #uses: LocalKeyUses
  readonly #limits: RequestLimits
  readonly #clock: Clock

  constructor(options: {
    vault: VaultForGateway
    usage: LocalKeyUsage
    uses: LocalKeyUses
    limits: RequestLimits
    clock: Clock
  }) {
    this.#vault = options.vault
    this.#usage = options.usage
    this.#uses = options.uses
    this.#limits = options.limits
    this.#clock = options.clock
  }

  view(record: LocalKeyRecord): LocalKey {
    const { hash: _, last4: __, deletedAt: ___, ...shown } = record
    const { calls30d = 0, tokens30d = 0, cost30d = 0 } = this.#usage.usageByLocalKey().get(record.id) ?? {}
    return {
      ...shown,
      ...this.#uses.last(record),
      mask: maskOf(record),
      vaultKeyIds: record.vaultKeyIds && record.vaultKeyIds.filter((id) => this.#vault.passports.find(id) !== null),
      effectiveRequestsPerMinute: effectiveLimit(record),
      status: record.revokedAt !== null ? 'revoked' : isExpired(record, this.#clock.now()) ? 'expired' : 'active',
      usedThisMinute: this.#limits.used(record.id),
      spentThisMonth: this.#usage.spending.localKeyMonthToDate(record.id),
      calls30d,
      tokens30d,
      cost30d,
    }
  }
}
