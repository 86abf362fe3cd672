import type { z } from 'zod'
import type { Environment } from '../../../contract/environments.ts'
import type { PendingSecret, SecretTrouble, SpareSecret, VaultKey } from '../../../contract/keys.ts'
import type { Provider } from '../../../contract/providers.ts'
import type { SecretStoreStatus } from '../../../contract/secret-store.ts'
import { bindingOf } from '../door/binding.ts'
import { parseBase } from '../door/target.ts'
import type { KeyRecord } from './key-record.ts'
import { rotationOf } from './rotation.ts'
import type { SpareRecord } from './spare-record.ts'

/** What a key did in the last 30 days. */
export interface KeyUsage {
  calls30d: number
  /** Micro-dollars. */
  cost30d: number
  /** Calls of each day, the oldest first. */
  daily: number[]
}

/** The secrets beside the one in use. */
export type SpareSecrets = Partial<Record<SpareRecord['role'], SpareRecord>>

/** A record as the page sees it. */
export function viewKey(
  record: KeyRecord,
  extra: {
    lastUsedAt: number | null
    trouble: z.infer<typeof SecretTrouble> | null
    usage: KeyUsage | undefined
    environment: Environment | undefined
    spares: SpareSecrets
    now: number
  },
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
    rotation: rotationOf(record, extra.environment?.rotateAfterDays ?? null, extra.now),
    expiresAt: record.expiresAt,
    lastUsedAt: extra.lastUsedAt,
    lastCheck: record.lastCheck,
    status: record.status,
    revokedAt: record.revokedAt,
    monthlyBudget: record.monthlyBudget,
    trouble: extra.trouble,
    pending: viewPending(extra.spares.pending),
    previous: viewSpare(extra.spares.previous),
    calls30d: extra.usage?.calls30d ?? 0,
    cost30d: extra.usage?.cost30d ?? 0,
  }
}

function viewSpare(spare: SpareRecord | undefined): SpareSecret | null {
  return spare ? { prefix: spare.prefix, last4: spare.last4, since: spare.since } : null
}

function viewPending(spare: SpareRecord | undefined): PendingSecret | null {
  const view = viewSpare(spare)
  return spare && view ? { ...view, notes: spare.notes, check: spare.lastCheck } : null
}

/** Why a key's secret can't be used now; null where it can, and where none is needed or wanted. */
export function troubleOf(
  record: KeyRecord,
  provider: Provider | undefined,
  status: z.infer<typeof SecretStoreStatus>,
  isMissing: boolean,
): z.infer<typeof SecretTrouble> | null {
  if (record.secretState === 'none') return provider?.needsKey && record.status === 'active' ? 'missing' : null
  // Whatever the store says: this one can only be entered anew.
  if (provider && !isBoundTo(record, provider)) return 'origin'
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

/** Whether a secret was entered for the address that its provider has now. */
export function isBoundTo(secret: Pick<KeyRecord, 'origin' | 'pathPrefix'>, provider: Provider) {
  const { base } = parseBase(provider.baseUrl)
  return base !== null && bindingOf(provider) === secret.origin && base.path === secret.pathPrefix
}
