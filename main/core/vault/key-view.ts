import type { z } from 'zod'
import type { SecretTrouble, VaultKey } from '../../../contract/keys.ts'
import type { SecretStoreStatus } from '../../../contract/secret-store.ts'
import type { KeyRecord } from './key-record.ts'

/** What a key did in the last 30 days. */
export interface KeyUsage {
  calls30d: number
  /** Micro-dollars. */
  cost30d: number
  /** Calls of each day, the oldest first. */
  daily: number[]
}

/** A record as the page sees it. */
export function viewKey(
  record: KeyRecord,
  extra: { lastUsedAt: number | null; trouble: z.infer<typeof SecretTrouble> | null; usage: KeyUsage | undefined },
): VaultKey {
  return {
    id: record.id,
    name: record.name,
    providerId: record.providerId,
    environmentId: record.environmentId,
    accountType: record.accountType,
    requestsPerMinute: record.requestsPerMinute,
    modelTiers: record.modelTiers,
    hasSecret: record.secretState !== 'none',
    prefix: record.prefix,
    last4: record.last4,
    fingerprint: record.fingerprint.slice(0, 8),
    tags: record.tags,
    notes: record.notes,
    overrideReason: record.overrideReason,
    createdAt: record.createdAt,
    rotatedAt: record.rotatedAt,
    rotateAfterDays: record.rotateAfterDays,
    rotation: { state: 'none', everyDays: null, dueAt: null },
    expiresAt: record.expiresAt,
    lastUsedAt: extra.lastUsedAt,
    lastCheck: record.lastCheck,
    status: record.status,
    revokedAt: record.revokedAt,
    monthlyBudget: record.monthlyBudget,
    trouble: extra.trouble,
    pending: null,
    previous: null,
    calls30d: extra.usage?.calls30d ?? 0,
    cost30d: extra.usage?.cost30d ?? 0,
  }
}

/** Why a key's secret can't be used now, from what the store says of itself; null where it can. */
export function troubleOf(
  record: KeyRecord,
  status: z.infer<typeof SecretStoreStatus>,
  isMissing: boolean,
): z.infer<typeof SecretTrouble> | null {
  if (record.secretState === 'none') return null
  switch (status.state) {
    case 'ready':
      if (isMissing) return 'missing'
      return record.storeKind === status.kind || record.storeKind === 'memory' ? null : 'mismatch'
    case 'checking':
      return null
    case 'locked':
      return 'locked'
    case 'mismatch':
      return 'mismatch'
    case 'unchosen':
    case 'unavailable':
    case 'timeout':
      return 'unavailable'
  }
}
