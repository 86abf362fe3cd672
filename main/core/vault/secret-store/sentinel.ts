import { createHash, randomBytes } from 'node:crypto'
import { sentinelRef } from './own-items.ts'
import { sameText } from './secret-envelope.ts'
import { OriginMismatchError, type SecretStore, SecretStoreError } from './secret-store.ts'

/** What the store holds in the sentinel's place. */
export type SentinelReading = 'equal' | 'missing' | 'different'

/** Puts a random value into the store and returns its hash, which the caller keeps elsewhere. */
export async function writeSentinel(store: Pick<SecretStore, 'set'>): Promise<string> {
  const value = randomBytes(24).toString('base64url')
  await store.set(sentinelRef, value)
  return hash(value)
}

/** Reads it back. Rejects as the store does when it can't answer: that says nothing about the secrets. */
export async function readSentinel(store: Pick<SecretStore, 'get'>, expected: string): Promise<SentinelReading> {
  try {
    const value = await store.get(sentinelRef)
    if (value === null) return 'missing'
    return sameText(hash(value), expected) ? 'equal' : 'different'
  } catch (error) {
    if (error instanceof OriginMismatchError) return 'different'
    if (error instanceof SecretStoreError && error.reason === 'foreign_data') return 'different'
    throw error
  }
}

const hash = (value: string) => createHash('sha256').update(value).digest('base64url')
