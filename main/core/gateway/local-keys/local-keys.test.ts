import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { LocalKeysFixture } from '../../../../test/fakes/local-keys-fixture.ts'

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

test('the text is nowhere in the database file, its log or its index', async () => {
  const { text } = fixture.create({ name: 'Editor' })
  const again = fixture.keys.regenerate(fixture.keys.list()[0]?.id ?? '').shownOnce
  expect(filesHold(fixture.vault.folder, 'Editor')).toBe(true)
  for (const secret of [text, again, text.slice(3), text.slice(3, 20)]) {
    expect(filesHold(fixture.vault.folder, secret)).toBe(false)
  }
})

test('a revoke counts in the same turn, for ever, and ends open calls', async () => {
  const { id, text } = fixture.create()
  const ended: string[] = []
  fixture.keyring.onEnded((one) => ended.push(one, fixture.keyring.find(text).kind))
  expect(fixture.keys.revoke(id).status).toBe('revoked')
  expect(ended).toEqual([id, 'revoked'])
  await fixture.restart()
  expect(fixture.keyring.find(text)).toEqual({ kind: 'revoked', id, name: 'Editor' })
  expect(() => fixture.keys.regenerate(id)).toThrow(expect.objectContaining({ data: { reason: 'local_key_revoked' } }))
})

/** Whether any file of a folder holds a text. */
function filesHold(folder: string, text: string): boolean {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .some((entry) => readFileSync(join(entry.parentPath, entry.name)).includes(text))
}
