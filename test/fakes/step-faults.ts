import { SecretStoreError } from '../../main/core/vault/secret-store/secret-store.ts'
import type { FaultyStore } from './faulty-store.ts'
import type { Step } from './vault-scenarios.ts'

/** What goes wrong at one step. `arrives`: what the store said nothing of comes about later. */
export interface Fault {
  at: Step['kind']
  moment: Step['moment']
  error: () => Error
  /** What the store says of itself afterwards. */
  state?: 'unavailable' | 'locked' | 'timeout'
  special?: 'garbles' | 'arrives'
}

const broken = (state: 'unavailable' | 'locked' | 'timeout') => ({
  at: 'store' as const,
  error: () => new SecretStoreError(state, 'no_answer'),
  state,
})
const item = { at: 'store' as const, error: () => new SecretStoreError('unavailable', 'foreign_data') }
const bug = { at: 'store' as const, error: () => new Error('no such thing') }
const full = { at: 'database' as const, error: () => new Error('database or disk is full') }

/** Everything that can go wrong at a step of the store or the database. */
export const faults: Readonly<Record<string, Fault>> = {
  'the store goes away before it acts': { ...broken('unavailable'), moment: 'before' },
  'the store goes away after it acted': { ...broken('unavailable'), moment: 'after' },
  'the store is locked before it acts': { ...broken('locked'), moment: 'before' },
  'the store doesn’t answer, and never acted': { ...broken('timeout'), moment: 'before' },
  'the store doesn’t answer, and acted': { ...broken('timeout'), moment: 'after' },
  'the store doesn’t answer, and acts later': { ...broken('timeout'), moment: 'before', special: 'arrives' },
  'the item can’t be used': { ...item, moment: 'before' },
  'what is read back differs': { ...item, moment: 'after', special: 'garbles' },
  'the store throws something unknown': { ...bug, moment: 'before' },
  'the store throws something unknown after it acted': { ...bug, moment: 'after' },
  'the transaction can’t begin': { ...full, moment: 'before' },
  'the transaction is rolled back': { ...full, moment: 'inside' },
  'the transaction is committed, and its caller never hears of it': { ...full, moment: 'after' },
}

/** Lets it go wrong. What arrives later, the caller must let arrive. */
export function strike(
  store: FaultyStore,
  { error, state, special }: Omit<Fault, 'at'>,
  { written }: Pick<Step, 'written'>,
): never {
  if (state) store.state = state
  if (special === 'garbles' && written) store.secrets.set(written, 'garbled')
  throw error()
}
