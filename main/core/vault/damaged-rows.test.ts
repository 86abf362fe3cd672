import { afterEach, beforeEach, expect, test } from 'vitest'
import { VaultKey } from '../../../contract/keys.ts'
import { AnsweringDoor } from '../../../test/fakes/answering-door.ts'
import { freshSecret, VaultFixture } from '../../../test/fakes/vault-fixture.ts'

let fixture: VaultFixture
beforeEach(() => {
  fixture = new VaultFixture()
})
afterEach(() => fixture.remove())

const add = async (name: string) => {
  const { key } = await fixture.vault.keys.add({ ...fixture.newKey({ name }), secret: freshSecret() })
  return key
}
const spoil = (id: string, change: string) => fixture.database.run(`UPDATE vault_key SET ${change} WHERE id = ?`, id)

test('one row that no Keydeck wrote takes the whole list with it', async () => {
  const whole = await add('Whole')
  const changes = [
    "name = printf('%.*c', 81, 'x')",
    "name = ''",
    'name = char(7)',
    "notes = printf('%.*c', 2001, 'x')",
    'created_at = -1',
    'requests_per_minute = 0',
  ]
  const spoilt = await Promise.all(changes.map((_, index) => add(`Spoilt ${index}`)))
  expect(fixture.vault.keys.unreadable()).toBe(0)
  changes.forEach((change, index) => {
    spoil(spoilt[index]!.id, change)
  })
  expect(VaultKey.array().parse(fixture.vault.keys.list())).toMatchObject([{ id: whole.id, name: 'Whole' }])
  expect(fixture.vault.keys.unreadable()).toBe(changes.length)
  expect(fixture.vault.passports.find(whole.id)).not.toBeNull()
  for (const { id } of spoilt) {
    expect(fixture.vault.passports.find(id)).toBeNull()
    expect(() => fixture.vault.keys.delete(id)).toThrow('NOT_FOUND')
  }
})

test('a damaged row fills the log each time that the list is asked for', async () => {
  const { id } = await add('Spoilt')
  spoil(id, "name = ''")
  for (let times = 0; times < 3; times += 1) fixture.vault.keys.list()
  const told = fixture.log.lines.filter(({ event }) => event === 'vault.row-unreadable')
  expect(told.map(({ fields }) => fields['id'])).toEqual([id])
})

test('a key that was deleted counts among the damaged ones', async () => {
  const { id } = await add('Spoilt')
  fixture.vault.keys.delete(id)
  spoil(id, "name = ''")
  expect(fixture.vault.keys.unreadable()).toBe(0)
})

test('a damaged secret beside the one in use takes its key with it', async () => {
  fixture.door = new AnsweringDoor()
  const { id } = await add('With a new secret')
  await fixture.vault.keys.regenerate.start(id, freshSecret())
  fixture.database.run('UPDATE spare_secret SET since = -1')
  expect(VaultKey.array().parse(fixture.vault.keys.list())).toMatchObject([{ id, pending: null }])
})
