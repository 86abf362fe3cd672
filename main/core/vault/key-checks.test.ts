import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CallError } from '../../../contract/call-error.ts'
import { AnsweringDoor, answerWith, callError, models } from '../../../test/fakes/answering-door.ts'
import { callRecord, noTimes } from '../../../test/fakes/scripted-door.ts'
import { freshSecret, VaultFixture } from '../../../test/fakes/vault-fixture.ts'
import { DoorError } from '../door/door-types.ts'
import { PassingBody } from '../door/passing-body.ts'
import { CHECK_TIMEOUT_MS } from './key-checks.ts'

let fixture: VaultFixture
let secret: string
let id: string
beforeEach(async () => {
  fixture = new VaultFixture()
  secret = freshSecret()
  const input = fixture.newKey({ accountType: 'basic' })
  id = (await fixture.vault.keys.add({ ...input, secret })).key.id
})
afterEach(() => fixture.remove())

/** Lets every call through to a provider that says this, 138 ms later; an error as the door describes it. */
function answer(status: number, body: string, extra: { error?: CallError | null } = {}) {
  const door = new AnsweringDoor(async () => {
    fixture.clock.advance(138)
    return answerWith(status, body, extra.error ?? null)
  })
  fixture.door = door
  return door
}

function refuse(error: CallError): void {
  fixture.door = new AnsweringDoor(() => Promise.reject(new DoorError(error, null)))
}

const onRecord = () => fixture.vault.keys.list()[0]?.lastCheck

describe('a check', () => {
  it('asks the provider for its models as origin check, and keeps what it learned on the record', async () => {
    const door = answer(200, models('tiny', 'large'))
    const result = await fixture.vault.keys.check(id)
    expect(result).toEqual({ at: fixture.clock.now(), ok: true, status: 200, latencyMs: 138, models: 2, error: null })
    expect(door.requests).toMatchObject([{ origin: 'check', keyId: id, method: 'GET', path: '/models', body: null }])
    expect(onRecord()).toEqual(result)
    await fixture.restart()
    expect(onRecord()).toEqual(result)
  })

  it('says what the provider said to a wrong key, as the door read it', async () => {
    const error = callError({
      layer: 'provider',
      status: 401,
      code: 'invalid_api_key',
      providerMessage: 'Incorrect API key provided.',
      requestId: 'req_7',
    })
    answer(401, '{}', { error })
    const result = await fixture.vault.keys.check(id)
    expect(result).toMatchObject({ ok: false, status: 401, models: null, error: { ...error, hint: 'invalid_api_key' } })
    expect(onRecord()).toEqual(result)
  })

  it('says the status where the door could make nothing of the answer', async () => {
    answer(418, '', { error: null })
    expect(await fixture.vault.keys.check(id)).toMatchObject({
      ok: false,
      status: 418,
      error: { code: 'upstream_error', message: 'The provider answered with status 418.', providerMessage: null },
    })
  })

  it('calls a web page under 200 no list of models', async () => {
    answer(200, '<html>Welcome</html>')
    expect(await fixture.vault.keys.check(id)).toMatchObject({
      ok: false,
      status: 200,
      error: { code: 'upstream_malformed' },
    })
  })

  it('stops reading a list that never ends', async () => {
    let sent = 0
    const send = () => {
      do sent += 1
      while (body.give(Buffer.alloc(1_000_000, 32)) && !body.destroyed)
    }
    const body = new PassingBody(send, () => {})
    send()
    fixture.door = new AnsweringDoor(async () => ({
      callId: randomUUID(),
      status: 200,
      headers: {},
      body,
      recorded: Promise.resolve(callRecord()),
      times: noTimes,
    }))
    expect(await fixture.vault.keys.check(id)).toMatchObject({ ok: false, error: { code: 'upstream_malformed' } })
    expect(sent).toBeLessThan(20)
  })

  it('gives the door’s own refusal as it is, and no status that the provider never sent', async () => {
    const error = callError({ layer: 'policy', status: 429, code: 'rate_limit_exceeded', retryAfterMs: 4_000 })
    refuse(error)
    expect(await fixture.vault.keys.check(id)).toEqual({
      at: fixture.clock.now(),
      ok: false,
      status: null,
      latencyMs: null,
      models: null,
      error,
    })
  })

  it('ends after its time, and says so', async () => {
    fixture.door = new AnsweringDoor(
      (request) =>
        new Promise((_resolve, reject) => {
          const stopped = () => reject(new DoorError(callError({ code: 'stopped' }), null))
          request.signal.addEventListener('abort', stopped)
        }),
    )
    const check = fixture.vault.keys.check(id)
    fixture.clock.advance(CHECK_TIMEOUT_MS)
    expect(await check).toMatchObject({ ok: false, status: null, error: { code: 'upstream_timeout' } })
  })

  it('makes one call for two who ask at the same time', async () => {
    const door = answer(200, models('tiny'))
    const both = await Promise.all([fixture.vault.keys.check(id), fixture.vault.keys.check(id)])
    expect(both[0]).toEqual(both[1])
    expect(door.requests).toHaveLength(1)
  })

  it('brings back no key that was deleted while the provider answered', async () => {
    fixture.door = new AnsweringDoor(async () => {
      fixture.vault.keys.delete(id)
      throw new DoorError(callError({ code: 'stopped' }), null)
    })
    await expect(fixture.vault.keys.check(id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(fixture.vault.keys.restore(id).lastCheck).toBeNull()
  })

  it('marks a key whose secret the store no longer has, until it is there again', async () => {
    refuse(callError({ code: 'secret_unavailable' }))
    await fixture.vault.keys.check(id)
    expect(fixture.vault.keys.list()[0]?.trouble).toBe('missing')
    answer(200, models('tiny'))
    await fixture.vault.keys.check(id)
    expect(fixture.vault.keys.list()[0]?.trouble).toBeNull()
  })

  it('works for a local server without a key', async () => {
    const { key } = await fixture.vault.keys.add(fixture.newKey({ preset: 'ollama', name: 'Local' }))
    answer(200, JSON.stringify({ models: [{ name: 'llama3:8b' }] }))
    expect(await fixture.vault.keys.check(key.id)).toMatchObject({ ok: true, models: 1 })
  })
})

describe('the list of models', () => {
  it('has every model that the provider names, in natural order, each with its tier and whether the account may use it', async () => {
    answer(200, models('gpt-10', 'gpt-9', 'gpt-9-mini', 'claude-opus', 'dall-e', 'gpt-9'))
    expect(await fixture.vault.keys.models(id, false)).toEqual({
      models: [
        { id: 'claude-opus', tier: 'premium', allowed: false },
        { id: 'dall-e', tier: 'standard', allowed: true },
        { id: 'gpt-9', tier: 'standard', allowed: true },
        { id: 'gpt-9-mini', tier: 'free', allowed: true },
        { id: 'gpt-10', tier: 'standard', allowed: true },
      ],
      fetchedAt: fixture.clock.now(),
      error: null,
    })
  })

  it('is kept: asked for again only on request or after a day', async () => {
    const door = answer(200, models('tiny'))
    await fixture.vault.keys.check(id)
    await fixture.restart()
    await fixture.vault.keys.models(id, false)
    expect(door.requests).toHaveLength(1)
    await fixture.vault.keys.models(id, true)
    expect(door.requests).toHaveLength(2)
    fixture.clock.advance(24 * 60 * 60 * 1_000)
    await fixture.vault.keys.models(id, false)
    expect(door.requests).toHaveLength(3)
  })

  it('stays when the provider fails, with the failure beside it', async () => {
    answer(200, models('tiny'))
    const before = await fixture.vault.keys.models(id, true)
    answer(500, '', { error: callError({ providerMessage: 'The engine fell over' }) })
    const after = await fixture.vault.keys.models(id, true)
    expect(after).toMatchObject({ models: before.models, fetchedAt: before.fetchedAt })
    expect(after.error?.providerMessage).toBe('The engine fell over')
  })

  it('that failed is not asked for at every look of the page, and says why each time', async () => {
    const door = answer(500, '{}')
    const looks = [await fixture.vault.keys.models(id, false), await fixture.vault.keys.models(id, false)]
    expect(looks).toMatchObject([
      { models: [], fetchedAt: null, error: { status: 500 } },
      { models: [], fetchedAt: null, error: { status: 500 } },
    ])
    expect(door.requests).toHaveLength(1)
    fixture.clock.advance(30_000)
    await fixture.vault.keys.models(id, false)
    expect(door.requests).toHaveLength(2)
  })

  it('goes with its key', async () => {
    answer(200, models('tiny'))
    await fixture.vault.keys.check(id)
    fixture.vault.keys.delete(id)
    await expect(fixture.vault.keys.models(id, false)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    fixture.clock.jump(60_000)
    await fixture.restart()
    expect(fixture.database.all('SELECT * FROM model_list')).toEqual([])
  })
})
