import { mkdirSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DELETE_UNDO_MS } from '../../../../contract/keys.ts'
import { LocalKey } from '../../../../contract/local-keys.ts'
import { LocalKeysFixture } from '../../../../test/fakes/local-keys-fixture.ts'
import { scanFolder } from '../../../../test/leaks/places.ts'

let fixture: LocalKeysFixture

beforeEach(() => {
  fixture = new LocalKeysFixture()
})
afterEach(() => fixture.remove())

test('a local key is found by its text, and nothing like it is', () => {
  const { id, text } = fixture.create({ name: 'Editor' })
  expect(fixture.keyring.find(text)).toMatchObject({ kind: 'active', grant: { id, name: 'Editor', lane: 'pro' } })
  for (const other of ['', text.slice(0, -1), `${text}0`, text.toLowerCase(), ` ${text}`]) {
    expect(fixture.keyring.find(other)).toEqual({ kind: 'unknown' })
  }
})

test('after a restart the same text is still the same key', async () => {
  const { id, text } = fixture.create()
  await fixture.restart()
  expect(fixture.keyring.find(text)).toMatchObject({ kind: 'active', grant: { id } })
})

test('one row that no Keydeck wrote is left out and refused, and takes no other key with it', async () => {
  const spoilt = [
    ["name = printf('%.*c', 81, 'x')", fixture.create({ name: 'Long' })],
    ["models = '[]'", fixture.create({ name: 'No model' })],
    ['monthly_budget = -1', fixture.create({ name: 'Less than no budget' })],
    ["id = 'by-hand'", fixture.create({ name: 'Own id' })],
  ] as const
  const whole = fixture.create({ name: 'Whole' })
  expect(fixture.keys.unreadable()).toBe(0)
  for (const [change, { id }] of spoilt) fixture.vault.database.run(`UPDATE local_key SET ${change} WHERE id = ?`, id)
  await fixture.restart()
  expect(LocalKey.array().parse(fixture.keys.list())).toMatchObject([{ id: whole.id, name: 'Whole' }])
  expect(fixture.keys.unreadable()).toBe(4)
  for (const [, { text }] of spoilt) expect(fixture.keyring.find(text)).toEqual({ kind: 'unknown' })
  expect(fixture.keyring.find(whole.text)).toMatchObject({ kind: 'active' })
})

test('the text is nowhere in the database file, its log or its index', async () => {
  const { text } = fixture.create({ name: 'Known Editor' })
  const again = fixture.keys.regenerate(fixture.keys.list()[0]?.id ?? '').shownOnce
  expect(scanFolder(fixture.vault.folder, 'Known Editor')).not.toEqual([])
  for (const secret of [text, again, text.slice(3, 30)]) expect(scanFolder(fixture.vault.folder, secret)).toEqual([])
})

test('a revoke counts in the same turn, for ever, and ends open calls', async () => {
  const { id, text } = fixture.create()
  const ended: string[] = []
  fixture.keyring.onEnded((one) => ended.push(one, fixture.keyring.find(text).kind))
  expect(fixture.keys.revoke(id).status).toBe('revoked')
  expect(ended).toEqual([id, 'revoked'])
  await fixture.restart()
  expect(fixture.keyring.find(text)).toEqual({ kind: 'revoked', id, name: 'Editor' })
  for (const act of [
    () => fixture.keys.regenerate(id),
    () => fixture.keys.update(id, { name: 'Other' }),
    () => fixture.keys.update(id, { expiresAt: null, monthlyBudget: 5 }),
  ]) {
    expect(act).toThrow(conflict('local_key_revoked'))
  }
  expect(fixture.keys.revoke(id).status).toBe('revoked')
})

test('one that fails to hear of an end does not keep the others from it', () => {
  const { id } = fixture.create()
  const ended: string[] = []
  fixture.keyring.onEnded(() => {
    throw new Error('a bug')
  })
  const off = fixture.keyring.onEnded((one) => ended.push(one))
  fixture.keyring.onEnded((one) => ended.push(one))
  off()
  fixture.keys.revoke(id)
  expect(ended).toEqual([id])
})

test('a regenerated key keeps its id, its choices and its history; its old text is refused as the replaced one that it is', async () => {
  const { id, text } = fixture.create({ models: ['gpt-*'], monthlyBudget: 5_000_000 })
  fixture.usage.set(id, { calls30d: 7, tokens30d: 70, cost30d: 700 })
  fixture.keyring.used(id, 1_700_000_000_001, 'curl/8')
  const before = fixture.key(id)
  const ended: string[] = []
  fixture.keyring.onEnded((one) => ended.push(one))
  const { key, shownOnce } = fixture.keys.regenerate(id)
  expect(key).toEqual({ ...before, mask: `kd_••••${shownOnce.slice(-4)}`, regeneratedAt: fixture.clock.now() })
  expect(ended).toEqual([id])
  const again = fixture.keys.regenerate(id).shownOnce
  await fixture.restart()
  expect([text, shownOnce, again].map((one) => fixture.keyring.find(one).kind)).toEqual([
    'replaced',
    'replaced',
    'active',
  ])
})

test('a deleted key is unknown at once, with all its texts, and as it was when the delete is undone', async () => {
  const { id, text } = fixture.create()
  const now = fixture.keys.regenerate(id).shownOnce
  const { undoUntil } = fixture.keys.delete(id)
  expect(undoUntil).toBe(fixture.clock.now() + DELETE_UNDO_MS)
  expect(fixture.keys.list()).toEqual([])
  expect([text, now].map((one) => fixture.keyring.find(one).kind)).toEqual(['unknown', 'unknown'])
  await fixture.restart()
  expect(fixture.keyring.find(now)).toEqual({ kind: 'unknown' })
  expect(fixture.keys.restore(id)).toMatchObject({ id, status: 'active' })
  expect([text, now].map((one) => fixture.keyring.find(one).kind)).toEqual(['replaced', 'active'])
  fixture.clock.advance(2 * DELETE_UNDO_MS)
  expect(fixture.keyring.find(now).kind).toBe('active')
})

test.each([
  ['while the app runs', async () => fixture.clock.advance(DELETE_UNDO_MS)],
  [
    'while it is closed',
    async () => {
      fixture.clock.jump(DELETE_UNDO_MS)
      await fixture.crash()
      fixture.clock.advance(1)
    },
  ],
  [
    'after a restart with the clock set back',
    async () => {
      fixture.clock.jump(-86_400_000)
      await fixture.crash()
      fixture.clock.advance(DELETE_UNDO_MS)
    },
  ],
])('at the end of the undo window (%s) nothing of it is left', async (_, pass) => {
  const { id } = fixture.create()
  fixture.keys.regenerate(id)
  fixture.keys.delete(id)
  await pass()
  expect(() => fixture.keys.restore(id)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }))
  expect(fixture.vault.database.all('SELECT hash FROM local_key UNION SELECT hash FROM former_local_key')).toEqual([])
})

test('a revoked key that is deleted and restored is revoked still', () => {
  const { id, text } = fixture.create()
  fixture.keys.revoke(id)
  fixture.keys.delete(id)
  expect(fixture.keys.restore(id).status).toBe('revoked')
  expect(fixture.keyring.find(text).kind).toBe('revoked')
})

test('an expired key is told from an unknown one, and works again with a later date', () => {
  const { id, text } = fixture.create({ expiresAt: fixture.clock.now() + 1_000 })
  fixture.clock.advance(1_000)
  expect(fixture.keyring.find(text)).toEqual({ kind: 'expired', id, name: 'Editor' })
  expect(fixture.key(id).status).toBe('expired')
  expect(() => fixture.keys.regenerate(id)).toThrow(conflict('local_key_expired'))
  fixture.keys.update(id, { expiresAt: fixture.clock.now() + 1 })
  expect(fixture.keyring.find(text).kind).toBe('active')
})

test('uses are shown at once, written together, and not lost with the app', async () => {
  const { id } = fixture.create()
  const writes: string[] = []
  fixture.vault.database.onWrite = (phase) => writes.push(phase)
  for (let index = 0; index < 500; index++) fixture.keyring.used(id, 1_700_000_000_000 + index, `client/${index}`)
  fixture.keyring.used(id, 1_700_000_000_000, 'an earlier call')
  expect(writes).toEqual([])
  expect(fixture.key(id)).toMatchObject({ lastUsedAt: 1_700_000_000_499, lastClient: 'client/499' })
  await fixture.restart()
  expect(fixture.key(id)).toMatchObject({ lastUsedAt: 1_700_000_000_499, lastClient: 'client/499' })
  expect(writes.filter((phase) => phase === 'after')).toHaveLength(1)
})

test('a disk that refuses leaves everything as it was: no key is half made, half changed or half revoked', () => {
  const { id, text } = fixture.create()
  const before = fixture.keys.list()
  // Nor is there a file to note an end in.
  mkdirSync(fixture.vault.ends.path)
  for (const phase of ['before', 'inside']) {
    fixture.vault.database.onWrite = (at) => {
      if (at === phase) throw new Error('database or disk is full')
    }
    for (const act of [
      () => fixture.create(),
      () => fixture.keys.update(id, { name: 'Other' }),
      () => fixture.keys.regenerate(id),
      () => fixture.keys.revoke(id),
      () => fixture.keys.delete(id),
    ]) {
      expect(act).toThrow('database or disk is full')
    }
  }
  fixture.vault.database.onWrite = () => {}
  expect(fixture.keys.list()).toEqual(before)
  expect(fixture.keyring.find(text).kind).toBe('active')
})

test('one row that nobody can read hides no other, and lets nobody in', async () => {
  const { id, text } = fixture.create({ models: ['a'] })
  const other = fixture.create()
  fixture.vault.database.run(`UPDATE local_key SET models = '{"all":true}' WHERE id = ?`, id)
  await fixture.restart()
  expect(fixture.keys.list().map((key) => key.id)).toEqual([other.id])
  expect([text, other.text].map((one) => fixture.keyring.find(one).kind)).toEqual(['unknown', 'active'])
})

test('every act is written down, with the mask of the moment, and tells the page', () => {
  const seen: string[] = []
  fixture.vault.events.subscribe(({ type, id }) => {
    if (type === 'gateway') seen.push(id ?? '')
  })
  const { id, text } = fixture.create({ name: 'Editor' })
  fixture.keys.update(id, { name: 'Agent', accountType: 'free', models: ['a', 'b'], monthlyBudget: 7 })
  fixture.keys.update(id, { name: 'Agent' })
  const next = fixture.keys.regenerate(id).shownOnce
  fixture.keys.delete(id)
  fixture.keys.restore(id)
  fixture.keys.revoke(id)
  const [old, now] = [`kd_••••${text.slice(-4)}`, `kd_••••${next.slice(-4)}`]
  expect(fixture.vault.audit().map((row) => [row.action, row.keyId, row.subject, row.mask, row.detail])).toEqual([
    ['local_key_created', id, 'Editor', old, {}],
    [
      'local_key_changed',
      id,
      'Agent',
      old,
      { formerName: 'Editor', accountType: 'free', models: 'a, b', monthlyBudget: '7' },
    ],
    ['local_key_regenerated', id, 'Agent', now, {}],
    ['local_key_deleted', id, 'Agent', now, {}],
    ['local_key_restored', id, 'Agent', now, {}],
    ['local_key_revoked', id, 'Agent', now, {}],
  ])
  expect(seen).toEqual(Array(6).fill(id))
})

const conflict = (reason: string) => expect.objectContaining({ code: 'CONFLICT', data: { reason } })
