import { join } from 'node:path'
import { Database } from '../../main/core/storage/database.ts'
import { KeyRecords } from '../../main/core/vault/key-records.ts'
import { seededRandom, uuidFrom } from './calls.ts'
import { silentLog } from './log.ts'

const DAY = 86_400_000
const tags = ['ci', 'nightly', 'laptop', 'evals', 'batch', 'web', 'mobile', 'search']

/**
 * Writes records of many keys into a profile's database, over every environment and provider that is in it. None has a
 * secret: they are to be looked at. Keydeck must have been there before, and not be running.
 */
export function seedManyKeys(folder: string, count: number, now: number = Date.now()): void {
  const database = new Database(join(folder, 'keydeck.db'))
  try {
    const random = seededRandom(3)
    const environments = database.all('SELECT id FROM environment ORDER BY position')
    const providers = database.all('SELECT id, key_prefix, base_url FROM provider ORDER BY name')
    const records = new KeyRecords(database, silentLog)
    records.write(() => {
      for (let number = 0; number < count; number += 1) {
        const provider = providers[number % providers.length]!
        const id = uuidFrom(random)
        const isRevoked = number % 29 === 0
        records.insert({
          id,
          name: `key ${String(number).padStart(4, '0')}`,
          providerId: String(provider['id']),
          environmentId: String(environments[Math.floor((number * environments.length) / count)]!['id']),
          accountType: (['free', 'basic', 'pro', 'enterprise', 'custom'] as const)[number % 5]!,
          requestsPerMinute: null,
          modelTiers: null,
          origin: new URL(String(provider['base_url'])).origin,
          pathPrefix: '/v1',
          prefix: String(provider['key_prefix']),
          last4: id.slice(0, 4),
          fingerprint: id.replaceAll('-', ''),
          secretId: id,
          secretState: 'none',
          storeKind: null,
          tags: number % 3 === 0 ? [tags[number % tags.length]!, tags[(number + 3) % tags.length]!] : [],
          notes: number % 7 === 0 ? `Of team ${number % 13}.` : '',
          overrideReason: null,
          createdAt: now - Math.floor(random() * 300 * DAY),
          rotatedAt: null,
          rotateAfterDays: number % 2 === 0 ? 90 : null,
          expiresAt: number % 41 === 0 ? now + Math.floor(random() * 20 * DAY) : null,
          lastUsedAt: number % 4 === 0 ? null : now - Math.floor(random() * 40 * DAY),
          lastCheck:
            number % 5 === 0
              ? null
              : {
                  at: now - DAY,
                  ok: true,
                  status: 200,
                  latencyMs: 80 + Math.floor(random() * 400),
                  models: 40,
                  error: null,
                },
          status: isRevoked ? 'revoked' : 'active',
          revokedAt: isRevoked ? now - 2 * DAY : null,
          monthlyBudget: null,
          deletedAt: null,
        })
      }
    })
  } finally {
    database.close()
  }
}
