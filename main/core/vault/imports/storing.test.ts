import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ImportBatch, ImportChoice } from '../../../../contract/imports.ts'
import { personFolder } from '../../../../test/fakes/person-folder.ts'
import { freshSecret, VaultFixture } from '../../../../test/fakes/vault-fixture.ts'
import { BATCH_MS } from './import-batches.ts'

let fixture: VaultFixture
let folder: string
beforeEach(() => {
  fixture = new VaultFixture()
  folder = personFolder()
})
afterEach(async () => {
  await fixture.remove()
  rmSync(folder, { recursive: true, force: true })
})

const text = (...lines: string[]) => fixture.vault.imports.read({ from: 'text', text: lines.join('\n') })
const gone = { code: 'NOT_FOUND', data: { what: 'import' } }

/** What the page would send for every row, with the fields that a test changes. */
const choices = (batch: ImportBatch, fields: Partial<ImportChoice> = {}): ImportChoice[] =>
  batch.rows.map(({ line, suggestedName, providerId }) => ({
    line,
    name: suggestedName,
    providerId: providerId ?? fixture.provider('yunxin').id,
    environmentId: fixture.environment('Development').id,
    accountType: 'pro',
    ...fields,
  }))
const storeAll = (batch: ImportBatch, fields: Partial<ImportChoice> = {}) =>
  fixture.vault.imports.store(batch.id, choices(batch, fields))

describe('storing rows', () => {
  it('stores each as a single key is stored, and each only once', async () => {
    const secrets = [freshSecret(), freshSecret()]
    const batch = await text(...secrets)
    const results = await storeAll(batch)
    expect(results).toMatchObject([
      { line: 1, refusal: null, key: { name: 'Yunxin', prefix: 'yx-' } },
      { line: 2, refusal: null, key: { name: 'Yunxin 2', last4: secrets[1]?.slice(-4) } },
    ])
    expect([...fixture.store.secrets.values()]).toEqual(secrets)
    expect(fixture.vault.keys.list()).toHaveLength(2)
    expect((await storeAll(batch)).map((result) => result.refusal)).toEqual(['not_read', 'not_read'])
  })

  it('goes on after a row that is refused, and says why each was', async () => {
    const [known, fresh] = [freshSecret(), freshSecret()]
    await fixture.vault.keys.add({ ...fixture.newKey(), secret: known })
    const batch = await text(
      known,
      fresh,
      `YUNXIN_API_KEY=${fresh}`,
      'YUNXIN_API_KEY=$OTHER',
      freshSecret(),
      freshSecret(),
    )
    const rows = choices(batch)
    rows[4]!.providerId = crypto.randomUUID()
    rows[5]!.environmentId = crypto.randomUUID()
    const results = await fixture.vault.imports.store(batch.id, [...rows, { ...rows[0]!, line: 99 }])
    expect(results.map((result) => result.refusal)).toEqual([
      'duplicate_secret',
      null,
      'duplicate_secret',
      'refers_to_variable',
      'provider_gone',
      'environment_gone',
      'not_read',
    ])
  })

  it('a row that was refused can be stored once what stood in its way is gone', async () => {
    const secret = freshSecret()
    await fixture.vault.keys.add({ ...fixture.newKey({ environment: 'Staging' }), secret })
    const batch = await text(secret)
    expect(await storeAll(batch)).toMatchObject([{ key: null, refusal: 'same_secret_other_environment' }])
    expect(await storeAll(batch, { overrideReason: 'One account' })).toMatchObject([{ refusal: null }])
  })

  it('while the store is locked, each row says so and stays', async () => {
    const batch = await text(freshSecret(), freshSecret())
    fixture.store.state = 'locked'
    expect((await storeAll(batch)).map((result) => result.refusal)).toEqual(['locked', 'locked'])
    fixture.store.mend()
    expect((await storeAll(batch)).map((result) => result.refusal)).toEqual([null, null])
  })

  it('the same row asked for twice at the same time is stored once', async () => {
    const batch = await text(freshSecret())
    const both = await Promise.all([storeAll(batch), storeAll(batch)])
    expect(both.map(([result]) => result?.refusal)).toEqual([null, 'not_read'])
    expect(fixture.store.secrets.size).toBe(1)
  })

  it('a secret in the wrong field is refused', async () => {
    const secret = freshSecret()
    expect(await storeAll(await text(secret), { name: `My ${secret}` })).toMatchObject([{ refusal: 'holds_secret' }])
  })

  it('writes down where each key came from, and each refusal, with nothing of a secret', async () => {
    const [one, two] = [freshSecret(), freshSecret()]
    writeFileSync(join(folder, '.env.local'), `A=1\nYUNXIN_API_KEY=${one}\nYUNXIN_KEY=${one}\n`)
    await storeAll(await fixture.vault.imports.read({ from: 'env-file', path: join(folder, '.env.local') }))
    await storeAll(await text(two))
    const rows = fixture.database.all('SELECT action, subject, detail FROM audit ORDER BY id')
    expect(rows.map((row) => [row['action'], JSON.parse(String(row['detail']))])).toEqual([
      ['key_imported', { from: 'env-file', file: '.env.local', line: '2' }],
      ['add_refused', { code: 'CONFLICT', reason: 'duplicate_secret' }],
      ['key_imported', { from: 'text', line: '1' }],
    ])
    const everything = JSON.stringify([fixture.database.all('SELECT * FROM audit'), fixture.log.lines])
    for (const secret of [one, two]) expect(everything).not.toContain(secret.slice(3, -4))
  })
})

describe('what was read is held', () => {
  it('for ten minutes and no longer', async () => {
    const batch = await text(freshSecret())
    expect(batch.forgottenAt).toBe(fixture.clock.now() + BATCH_MS)
    fixture.clock.advance(BATCH_MS - 1)
    await fixture.vault.imports.store(batch.id, [])
    fixture.clock.advance(1)
    await expect(storeAll(batch)).rejects.toMatchObject(gone)
  })

  it('until it is discarded, the store locks, or the vault closes', async () => {
    const first = await text(freshSecret())
    fixture.vault.imports.discard(first.id)
    fixture.vault.imports.discard(first.id)
    await expect(storeAll(first)).rejects.toMatchObject(gone)
    const second = await text(freshSecret())
    fixture.store.state = 'locked'
    fixture.events.emit({ type: 'secret-store' })
    await expect(storeAll(second)).rejects.toMatchObject(gone)
    fixture.store.mend()
    const third = await text(freshSecret())
    await fixture.restart()
    await expect(storeAll(third)).rejects.toMatchObject(gone)
    expect(fixture.clock.pending).toBe(0)
  })

  it('a few at once: a fifth takes the place of the oldest', async () => {
    const batches = []
    for (let count = 0; count < 5; count += 1) batches.push(await text(freshSecret()))
    const [oldest, ...others] = batches
    await expect(storeAll(oldest!)).rejects.toMatchObject(gone)
    for (const batch of others) expect(await storeAll(batch)).toMatchObject([{ refusal: null }])
  })

  it('not behind the back of a lock: a row under way doesn’t come back into a forgotten batch', async () => {
    const batch = await text(freshSecret())
    fixture.store.onStep = () => {
      fixture.vault.imports.discard(batch.id)
      throw new Error('the store went away')
    }
    expect(await storeAll(batch)).toMatchObject([{ key: null, refusal: 'unavailable' }])
    await expect(storeAll(batch)).rejects.toMatchObject(gone)
  })
})

it('a file is chosen by the host’s dialog', async () => {
  fixture.chosenFile = '/home/someone/.env'
  expect(await fixture.vault.imports.chooseFile()).toBe('/home/someone/.env')
})

it('a thousand rows are stored, each named once', async () => {
  const batch = await text(...Array.from({ length: 1_000 }, freshSecret))
  const results = await storeAll(batch)
  expect(results.filter((result) => result.refusal !== null)).toEqual([])
  expect(new Set(fixture.vault.keys.list().map((key) => key.name)).size).toBe(1_000)
  expect(new Set(fixture.store.secrets.values()).size).toBe(1_000)
}, 60_000)
