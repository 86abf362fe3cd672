import { createHmac, randomBytes } from 'node:crypto'
import type { Facts } from '../settings/facts.ts'

const FACT = 'fingerprint_key'

/** Recognises the same secret in two records without keeping it: an HMAC under a key of this installation. */
export function createFingerprint(facts: Facts): (secret: string) => string {
  const key = readKey(facts)
  return (secret) => createHmac('sha256', key).update('keydeck/fingerprint/1\0').update(secret).digest('hex')
}

function readKey(facts: Facts): Buffer {
  const stored = facts.get(FACT)
  if (typeof stored === 'string') return Buffer.from(stored, 'base64')
  const fresh = randomBytes(32)
  facts.set(FACT, fresh.toString('base64'))
  return fresh
}
