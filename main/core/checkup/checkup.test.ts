import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { freshSecret, VaultFixture } from '../../../test/fakes/vault-fixture.ts'
import { type Checkup, createCheckup } from './create-checkup.ts'

const DAY = 86_400_000
let fixture: VaultFixture
let checkup: Checkup
let told: number

const open = () =>
  createCheckup({
    database: fixture.database,
    evidence() {
      const entered = fixture.vault.evidence.keys()
      return {
        keys: fixture.vault.keys.list().map((key) => ({ ...key, ...entered.get(key.id)! })),
        uses: [],
        removedLines: fixture.vault.evidence.removedLines(),
      }
    },
    clock: fixture.clock,
    events: fixture.events,
  })

beforeEach(() => {
  fixture = new VaultFixture()
  told = 0
  fixture.events.subscribe(({ type }) => {
    if (type === 'findings') told += 1
  })
  checkup = open()
})
afterEach(async () => {
  checkup.close()
  await fixture.remove()
})

const addKey = (environment: string, name: string) =>
  fixture.vault.keys.add({ ...fixture.newKey({ environment, name }), secret: freshSecret() })
const kinds = () => checkup.list().map(({ kind }) => kind)
const every = (environment: string, rotateAfterDays: number | null) =>
  fixture.vault.environments.update(fixture.environment(environment).id, { rotateAfterDays })

describe('the checkup', () => {
  it('finds a rotation by the period of the environment, over a leap day, to the millisecond', async () => {
    fixture.clock.jump(Date.UTC(2028, 1, 1) - fixture.clock.now())
    await addKey('Production', 'live')
    every('Production', 20)
    fixture.clock.advance(20 * DAY - 1)
    expect(kinds()).toEqual(['rotation_soon'])
    fixture.clock.advance(1)
    expect(kinds()).toEqual(['rotation_due'])
    expect(checkup.list()[0]?.at).toBe(Date.UTC(2028, 1, 21))
    every('Production', 40)
    expect(kinds()).toEqual([])
    fixture.clock.advance(20 * DAY)
    expect(kinds()).toContain('rotation_due')
    expect(checkup.list()[0]?.at).toBe(Date.UTC(2028, 2, 12))
  })

  it('keeps a dismissed finding away, over a restart and a clock that was set back, until the matter is another', async () => {
    await addKey('Production', 'live')
    every('Production', 10)
    fixture.clock.advance(10 * DAY)
    const [due] = checkup.list()
    expect(checkup.dismiss(due!.id)).toEqual([])
    checkup.close()
    await fixture.restart()
    checkup = open()
    fixture.clock.jump(-DAY)
    expect(kinds()).toEqual(['rotation_soon'])
    fixture.clock.jump(DAY)
    expect(kinds()).toEqual([])
    every('Production', 9)
    expect(kinds()).toEqual(['rotation_due'])
    every('Production', 10)
    expect(checkup.restore(due!.id).map(({ id }) => id)).toEqual([due!.id])
  })

  it('does not call a key unused since the day it was made elsewhere', async () => {
    const { key } = await addKey('Production', 'live')
    fixture.database.run('UPDATE vault_key SET created_at = 0 WHERE id = ?', key.id)
    fixture.clock.advance(30 * DAY - 1)
    expect(kinds()).toEqual([])
    fixture.clock.advance(1)
    expect(kinds()).toEqual(['never_used'])
  })

  it('refuses to dismiss what is not there, so that no page fills the table', () => {
    expect(() => checkup.dismiss('rotation_due:made-up')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }))
    expect(fixture.database.all('SELECT * FROM dismissed_finding')).toEqual([])
  })

  it('tells the page at the start, after each change, and by the hour, but not a thousand times for a thousand keys', async () => {
    expect(told).toBe(1)
    fixture.clock.advance(1_000)
    for (let number = 0; number < 30; number += 1) fixture.events.emit({ type: 'keys' })
    expect(told).toBe(2)
    fixture.clock.advance(1_000)
    expect(told).toBe(3)
    fixture.clock.advance(3_600_000)
    expect(told).toBe(4)
    checkup.close()
    fixture.events.emit({ type: 'keys' })
    fixture.clock.advance(7_200_000)
    expect(told).toBe(4)
  })
})
