import { writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { aCall } from '../../../test/fakes/calls.ts'
import { createStillClock } from '../../../test/fakes/calls-harness.ts'
import { createProfile } from '../../../test/fakes/profile.ts'
import { createResponseRegister } from '../door/create-response-register.ts'
import { EventBus } from '../event-bus.ts'
import { migrations } from '../storage/migrations/index.ts'
import { createCalls } from './create-calls.ts'

let profile: ReturnType<typeof createProfile>
beforeEach(() => {
  profile = createProfile(migrations)
})
afterEach(() => profile.dispose())

const localKey = { localKeyId: '00000000-0000-4000-8000-000000000011', localKeyName: 'Tool' }
const now = Date.UTC(2026, 4, 12, 12)
const start = async (upTo?: number) => {
  const storage = await profile.open(upTo === undefined ? {} : { migrations: migrations.slice(0, upTo) })
  const clock = createStillClock(now)
  const journal = profile.path('calls.journal')
  const { database } = storage
  return {
    database,
    close: () => storage.close(),
    clock,
    open: () => createCalls({ database, clock, log: profile.log, events: new EventBus(), journal }),
  }
}

test('a database of version 6 loses rows, names or sums on its way to this one, or the journal beside it', async () => {
  const before = await start(6)
  // As Keydeck wrote them then: there was no column for a model of a row's own.
  before.database.write(() => {
    const { keyId, model, origin, environmentId, providerId, keyName, keyMask, accountType, ...rest } = aCall(localKey)
    const values = [origin, environmentId, rest.environmentName, providerId, rest.providerName, keyId, keyName, keyMask]
    const others = [accountType, localKey.localKeyId, localKey.localKeyName, model]
    before.database.run(`INSERT INTO call_group VALUES (1${', ?'.repeat(12)})`, ...values, ...others)
    for (let at = 0; at < 300; at++) {
      const { id } = aCall()
      before.database.run(
        `INSERT INTO call (id, started_at, group_id, method, path, streaming, end_state, tokens_in, tokens_cached, tokens_out,
          tokens_reasoning, tokens_estimated, cost, price_source, wait_ms, duration_ms, attempt, request_bytes, response_bytes)
          VALUES (?, ?, 1, 'POST', '/chat/completions', 1, 'ok', 120, 0, 80, 0, 0, 66, 'catalog@test', 0, 1, 1, 1, 1)`,
        id,
        now - at * 1_000,
      )
    }
  })
  const left = aCall({ ...localKey, startedAt: now })
  await before.close()
  writeFileSync(profile.path('calls.journal'), `\n${JSON.stringify(left)}\n`)

  const after = await start()
  expect(after.database.version).toBe(migrations.length)
  const calls = after.open()
  expect(calls.notice).toBeNull()
  const page = calls.list({ limit: 1_000, before: undefined, filter: {} }).calls
  expect(page).toHaveLength(301)
  expect(new Set(page.map(({ model }) => model))).toEqual(new Set(['gpt-4o-mini']))
  expect(page.filter(({ id }) => id === left.id)).toEqual([left])
  await calls.ledger.record(aCall({ ...localKey, startedAt: now, model: 'gpt-4o-mini' }))
  expect(calls.list({ limit: 1_000, before: undefined, filter: { model: 'gpt-4o-mini' } }).calls).toHaveLength(302)
  expect(after.database.get('SELECT count(*) AS n FROM call_group')).toEqual({ n: 1 })
  const register = createResponseRegister({ database: after.database, clock: after.clock })
  expect(register.note('resp_1', { keyId: 'key', localKeyId: localKey.localKeyId })).toBe(true)
  await calls.close()
  await after.close()
})
