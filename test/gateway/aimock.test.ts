import OpenAI from 'openai'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Provider, startProvider } from '../fakes/aimock.ts'
import { freshSecret } from '../fakes/vault-fixture.ts'
import { differencesOfAnswers } from './comparison.ts'
import { type Endpoint, type GatewayFixture, startGateway } from './gateway-fixture.ts'
import { gather } from './pair.ts'
import { type Answer, recordingFetch } from './recording-fetch.ts'

const secret = freshSecret()
let provider: Provider
let gateway: GatewayFixture
beforeAll(async () => {
  provider = await startProvider([secret])
  gateway = await startGateway({ baseUrl: provider.baseUrl, secret })
})
afterAll(async () => {
  await gateway.close()
  await provider.close()
})

/** This provider numbers and dates each answer anew: both are of the same length each time. */
function likeAnyOther({ status, headers, body }: Answer): Answer {
  const text = body
    .toString('utf8')
    .replaceAll(/"(id|response_id|item_id)":"[^"]*"/g, '"$1":"-"')
    .replaceAll(/"(created|created_at)":\d+/g, '"$1":0')
  const kept = Object.entries(headers).filter(([name]) => name !== 'x-request-id' && name !== 'content-length')
  return { status, headers: Object.fromEntries(kept), body: Buffer.from(text) }
}

/** What any page may read of the provider, which is nobody's business on loopback. */
const forPages = (difference: string) => difference.startsWith('header access-control-')

async function differences(work: (openai: OpenAI) => Promise<unknown>): Promise<string[]> {
  const answersAt = async ({ baseUrl, apiKey }: Endpoint) => {
    const { fetch, answers } = recordingFetch()
    await work(new OpenAI({ baseURL: baseUrl, apiKey, fetch, maxRetries: 0 })).catch(() => {})
    return answers().map(likeAnyOther)
  }
  const direct = await answersAt({ baseUrl: provider.baseUrl, apiKey: secret })
  const through = await answersAt(gateway)
  expect(through).toHaveLength(direct.length)
  expect(direct.length).toBeGreaterThan(0)
  return direct
    .flatMap((answer, index) => differencesOfAnswers(answer, through[index]!))
    .filter((one) => !forPages(one))
}

const ask = (content: string) => ({ model: 'fake-1', messages: [{ role: 'user' as const, content }] })

test('a provider that nobody here wrote answers otherwise through the gateway', async () => {
  expect(await differences((openai) => openai.chat.completions.create(ask('short')))).toEqual([])
  expect(await differences((openai) => openai.responses.create({ model: 'fake-1', input: 'short' }))).toEqual([])
})

test('its streams come otherwise', async () => {
  const usage = { stream_options: { include_usage: true } }
  expect(
    await differences(async (openai) =>
      gather(await openai.chat.completions.create({ ...ask('code'), ...usage, stream: true })),
    ),
  ).toEqual([])
  expect(
    await differences(async (openai) => gather(await openai.chat.completions.create({ ...ask('code'), stream: true }))),
  ).toEqual([])
  expect(
    await differences(async (openai) =>
      gather(await openai.responses.create({ model: 'fake-1', input: 'code', stream: true })),
    ),
  ).toEqual([])
})

test('the local key reaches it instead of the vault key’s secret', async () => {
  await new OpenAI({ baseURL: gateway.baseUrl, apiKey: gateway.apiKey }).chat.completions.create(ask('short'))
  const seen = JSON.stringify(provider.requests())
  expect(seen).not.toContain(gateway.apiKey)
})
