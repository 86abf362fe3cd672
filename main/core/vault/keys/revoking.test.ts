import { rmSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AnsweringDoor } from '../../../../test/fakes/answering-door.ts'
import { freshSecret, VaultFixture } from '../../../../test/fakes/vault-fixture.ts'
import { chunk, event, json } from '../../../../test/faults/answers.ts'
import { stalling } from '../../../../test/faults/breaks.ts'
import { type DoorFixture, openDoor, passportFor } from '../../../../test/faults/door-fixture.ts'
import { type FaultProvider, startFaultProvider } from '../../../../test/faults/fault-provider.ts'
import { readResponse, refusalOf } from '../../../../test/faults/read-response.ts'

let fixture: VaultFixture
beforeEach(() => {
  fixture = new VaultFixture()
  fixture.door = new AnsweringDoor()
})
afterEach(() => fixture.remove())

const conflict = (reason: string) => expect.objectContaining({ code: 'CONFLICT', data: { reason } })

describe('a revoke', () => {
  it('is refused from that moment and after a restart; record, history and secret stay', async () => {
    const { id } = await fixture.add()
    const before = fixture.key(id)
    fixture.clock.advance(5)
    const key = fixture.vault.keys.revoke(id, false)
    expect(key).toEqual({ ...before, status: 'revoked', revokedAt: fixture.clock.now() })
    expect(fixture.vault.passports.find(id)?.status).toBe('revoked')
    await fixture.restart()
    expect(fixture.key(id)).toEqual(key)
    expect(fixture.store.secrets.size).toBe(1)
    const again = fixture.vault.keys.reactivate(id)
    expect(again).toEqual(before)
    expect(fixture.vault.passports.find(id)?.status).toBe('active')
  })

  it('twice is one', async () => {
    const { id } = await fixture.add()
    const first = fixture.vault.keys.revoke(id, false)
    fixture.clock.advance(5)
    expect(fixture.vault.keys.revoke(id, false)).toEqual(first)
    fixture.vault.keys.reactivate(id)
    fixture.vault.keys.reactivate(id)
    expect(fixture.audit().map((row) => row.action)).toEqual(['key_added', 'key_revoked', 'key_reactivated'])
  })

  it('removes every secret of the key if asked, also later, and can’t be taken back then', async () => {
    const { id } = await fixture.add()
    const other = await fixture.add({ name: 'Other' })
    await fixture.vault.keys.regenerate.start(id, freshSecret())
    fixture.vault.keys.regenerate.swap(id, false)
    await fixture.vault.keys.regenerate.start(id, freshSecret())
    fixture.vault.keys.revoke(id, false)
    const key = fixture.vault.keys.revoke(id, true)
    expect(key).toMatchObject({ hasSecret: false, pending: null, previous: null, trouble: null, status: 'revoked' })
    await fixture.vault.reconcile()
    expect([...fixture.store.secrets.values()]).toEqual([other.secret])
    expect(() => fixture.vault.keys.reactivate(id)).toThrow(conflict('secret_removed'))
    expect(() => fixture.vault.keys.regenerate.undo(id)).toThrow(conflict('nothing_to_undo'))
    expect(fixture.strays()).toEqual([])
  })

  it('lets the secret be added again elsewhere once it is removed', async () => {
    const { id, secret } = await fixture.add()
    fixture.vault.keys.revoke(id, true)
    await fixture.add({ secret })
    expect(fixture.key(id).hasSecret).toBe(false)
  })

  it.each(['unavailable', 'locked', 'timeout'] as const)(
    'removes the secret later where the store is %s, and lets nobody use it meanwhile',
    async (state) => {
      const { id } = await fixture.add()
      fixture.store.break('before-remove', state)
      expect(fixture.vault.keys.revoke(id, true).hasSecret).toBe(false)
      await fixture.vault.reconcile()
      expect(fixture.store.secrets.size).toBe(1)
      expect(() => fixture.vault.keys.reactivate(id)).toThrow(conflict('secret_removed'))
      expect(await fixture.secretOf(id)).toBeNull()
      fixture.store.mend()
      fixture.clock.advance(60_000)
      await fixture.vault.reconcile()
      expect(fixture.store.secrets.size).toBe(0)
      expect(fixture.strays()).toEqual([])
    },
  )

  it('of a key that goes for good takes what still waits along', async () => {
    const { id } = await fixture.add()
    fixture.store.break('before-remove')
    fixture.vault.keys.revoke(id, true)
    fixture.vault.keys.delete(id)
    fixture.clock.advance(60_000)
    fixture.store.mend()
    await fixture.restart()
    expect([fixture.rows(), fixture.store.secrets.size]).toEqual([[], 0])
  })

  it('of a key without a secret can be taken back', async () => {
    const { key } = await fixture.vault.keys.add(fixture.newKey({ preset: 'ollama', name: 'Local' }))
    fixture.vault.keys.revoke(key.id, true)
    expect(fixture.vault.keys.reactivate(key.id)).toEqual(key)
  })
})

describe('through the real door', () => {
  let provider: FaultProvider
  let door: DoorFixture
  let id: string
  let secret: string
  const words = [event(chunk({ role: 'assistant', content: 'Hel' })), event(chunk({ content: 'lo' }))]

  beforeEach(async () => {
    provider = await startFaultProvider(stalling(words, new Promise(() => {})))
    const { id: providerId } = fixture.vault.providers.add({
      name: 'Here',
      baseUrl: provider.baseUrl,
      keyPrefix: '',
      variable: '',
      dashboardUrl: null,
      needsKey: true,
      caPem: null,
    })
    ;({ id, secret } = await fixture.add({ providerId }))
    door = openDoor(passportFor(provider.baseUrl, { keyId: id }), {
      passports: fixture.vault.passports,
      reader: fixture.store,
    })
    fixture.door = door.door
  })
  afterEach(async () => {
    await door.close()
    await provider.close()
  })

  it('a revoke ends a stream under way, as revoked, and refuses the next call without asking the provider', async () => {
    const response = await door.door.send(door.chat())
    const reading = readResponse(response)
    await provider.requests(1)
    expect(provider.last.headers.authorization).toBe(`Bearer ${secret}`)
    fixture.vault.keys.revoke(id, true)
    const { error, record } = await reading
    expect(error).toMatchObject({ code: 'key_revoked' })
    expect(record).toMatchObject({ endState: 'stopped', keyId: id })
    expect((await refusalOf(door.door.send(door.chat()))).error).toMatchObject({ code: 'key_revoked', status: 403 })
    expect(provider.seen).toHaveLength(1)
  })

  it('a key whose secret is gone calls nobody, though it were active', async () => {
    fixture.vault.keys.revoke(id, true)
    await fixture.vault.reconcile()
    fixture.database.run(`UPDATE vault_key SET status = 'active'`)
    fixture.vault.passports.find(id)
    // Else the start would revoke it again.
    rmSync(fixture.ends.path)
    await fixture.restart()
    const reopened = openDoor(passportFor(provider.baseUrl, { keyId: id }), {
      passports: fixture.vault.passports,
      reader: fixture.store,
    })
    const { error } = await refusalOf(reopened.door.send(reopened.chat()))
    await reopened.close()
    expect(error).toMatchObject({ code: 'secret_unavailable' })
    expect(provider.connections).toBe(0)
    expect(fixture.key(id).trouble).toBe('missing')
  })

  it('tests the pending secret of a revoked key, on record as a check with its own mask, and nothing else may use it', async () => {
    provider.always(json({ object: 'list', data: [{ id: 'tiny' }] }))
    fixture.vault.keys.revoke(id, false)
    const next = freshSecret()
    const key = await fixture.vault.keys.regenerate.start(id, next)
    expect(key.pending?.check).toMatchObject({ ok: true, models: 1 })
    expect(provider.seen.map((seen) => seen.headers.authorization)).toEqual([`Bearer ${next}`])
    expect(door.ledger.last).toMatchObject({ origin: 'check', keyId: id, keyMask: `••••${next.slice(-4)}` })
    const sneaky = door.request({ spare: 'pending', origin: 'gateway' })
    expect((await refusalOf(door.door.send(sneaky))).error).toMatchObject({ code: 'invalid_request' })
    expect((await refusalOf(door.door.send(door.chat()))).error).toMatchObject({ code: 'key_revoked' })
    expect(provider.seen).toHaveLength(1)
  })

  it('a call that waited for its turn over a swap and an undo goes with the secret of its time', async () => {
    provider.always(json({ object: 'list', data: [] }))
    fixture.vault.keys.update(id, { accountType: 'custom', requestsPerMinute: 1 })
    await fixture.vault.keys.regenerate.start(id, freshSecret())
    fixture.vault.keys.regenerate.swap(id, true)
    const first = provider.seen.length
    const waits = Promise.withResolvers<void>()
    const waiting = door.door.send(door.request({ atLimit: 'wait', onWait: () => waits.resolve() }))
    await waits.promise
    fixture.vault.keys.regenerate.undo(id)
    await fixture.vault.reconcile()
    // The limit goes: the call that waits has its turn.
    fixture.vault.keys.update(id, { requestsPerMinute: null })
    const other = await door.door.send(door.request())
    await readResponse(other)
    const { record } = await readResponse(await waiting)
    expect(record.endState).toBe('ok')
    expect(provider.seen.slice(first).map((seen) => seen.headers.authorization)).toEqual([
      `Bearer ${secret}`,
      `Bearer ${secret}`,
    ])
  })
})
