import { beforeEach, describe, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import type { CallFlow } from '../../../../contract/calls.ts'
import type { RunningCall } from '../../../../contract/gateway.ts'
import { queryClient } from '../../../lib/client.ts'
import { accessibilityFaults } from '../../../testing/axe.ts'
import { emptyGateway, type FakeGateway, sampleLocalKey } from '../../../testing/fake-gateway.ts'
import { askedOf, localKeyPanel, openGateway, resetGateway } from '../../../testing/gateway-page.tsx'
import { sampleEnvironments, sampleKey } from '../../../testing/sample-rows.ts'
import { GatewayPage } from '../page.tsx'

const held = vi.hoisted(() => ({ fake: {} as unknown as FakeGateway }))

vi.mock('../../../lib/client.ts', async () => {
  const { emptyGateway, fakeGatewayClient } = await import('../../../testing/fake-gateway.ts')
  held.fake = emptyGateway()
  return fakeGatewayClient(held.fake)
})

const { fake } = held
const [development, production] = sampleEnvironments
const aider = sampleLocalKey({ name: 'aider' })
const n8n = sampleLocalKey({ name: 'n8n', environmentId: production!.id })
const laptop = sampleKey()
const server = sampleKey({ id: crypto.randomUUID(), name: 'Server', environmentId: production!.id })

const busy: CallFlow = {
  localKeys: [
    { id: n8n.id, name: 'n8n', environmentId: production!.id, providerName: null, calls: 1_638 },
    { id: aider.id, name: 'its old name', environmentId: development!.id, providerName: null, calls: 1 },
  ],
  vaultKeys: [
    { id: server.id, name: 'Server', environmentId: production!.id, providerName: 'Yunxin', calls: 1_638 },
    { id: laptop.id, name: 'Laptop', environmentId: development!.id, providerName: 'OpenAI', calls: 1 },
  ],
  links: [
    { from: 0, to: 0, calls: 1_638 },
    { from: 1, to: 1, calls: 1 },
  ],
}

const running = (fields: Partial<RunningCall> = {}): RunningCall => ({
  id: crypto.randomUUID(),
  startedAt: Date.now(),
  step: 'answering',
  localKeyId: aider.id,
  localKeyName: 'aider',
  environmentId: development!.id,
  keyId: laptop.id,
  keyName: 'Laptop',
  providerName: 'OpenAI',
  model: 'gpt-5',
  path: '/chat/completions',
  streaming: true,
  client: 'litellm/1',
  answeredBytes: 0,
  ...fields,
})

const card = () => page.getByRole('region', { name: 'One door' })
const side = (name: string) => card().getByRole('list', { name }).getByRole('listitem')
/** The drawing in words: a line for each ribbon. */
const inWords = () =>
  card()
    .getByRole('list', { name: 'Calls of today by local key and vault key' })
    .getByRole('listitem')
    .elements()
    .map((line) => line.textContent)

beforeEach(() =>
  resetGateway(fake, {
    gateway: { ...emptyGateway().gateway, state: 'on', since: Date.now() },
    keys: [laptop, server],
    localKeys: [aider, n8n],
    flow: busy,
  }),
)

describe('what went through the door today', () => {
  test('a figure of the drawing differs from the one on record, or goes to the wrong key', async () => {
    await openGateway(GatewayPage)
    await expect.element(side('Local keys, in').nth(0)).toMatchTextContent(/^aider1 call$/)
    await expect.element(side('Local keys, in').nth(1)).toMatchTextContent(/^n8n1,638 calls$/)
    await expect.element(side('Vault keys, out').nth(1)).toMatchTextContent(/^ServerYunxin$/)
    expect(inWords()).toEqual(['aider to Laptop: 1 call', 'n8n to Server: 1,638 calls'])
    expect(card().element().querySelectorAll('.flow__ribbon')).toHaveLength(2)
  })

  test('a call under way that no record has yet is not seen', async () => {
    fake.flow = { localKeys: [], vaultKeys: [], links: [] }
    fake.running = [running(), running()]
    await openGateway(GatewayPage)
    await expect.element(side('Local keys, in').nth(0)).toMatchTextContent(/^aider2 now$/)
    expect(inWords()).toEqual(['aider to Laptop: 2 under way'])
    fake.running = []
    await queryClient.invalidateQueries()
    await expect.element(card()).toMatchTextContent(/No call went through today/)
  })

  test('a call under way of a key beyond the sixth makes the drawing endless', async () => {
    fake.flow = { localKeys: [], vaultKeys: [], links: [] }
    fake.running = Array.from({ length: 30 }, (_, index) =>
      running({ localKeyId: crypto.randomUUID(), localKeyName: `tool ${index}`, keyId: crypto.randomUUID() }),
    )
    await openGateway(GatewayPage)
    await expect.element(side('Local keys, in').last()).toMatchTextContent(/^Other local keys25 now$/)
    expect(side('Local keys, in').elements()).toHaveLength(6)
    expect(side('Vault keys, out').elements()).toHaveLength(6)
  })

  test('a local key in the drawing does not lead to its panel, nor a vault key to its page', async () => {
    await openGateway(GatewayPage)
    await expect.element(card().getByRole('link', { name: 'Server' })).toHaveAttribute('href', `/keys?key=${server.id}`)
    await card().getByRole('button', { name: 'n8n' }).click()
    await expect.element(localKeyPanel('n8n')).toBeVisible()
  })

  test('a key that was deleted since loses its calls', async () => {
    fake.localKeys = [n8n]
    await openGateway(GatewayPage)
    await expect.element(side('Local keys, in').nth(0)).toMatchTextContent(/^its old name1 call$/)
    await expect.element(card().getByRole('button', { name: 'its old name' })).not.toBeInTheDocument()
  })

  test('the door looks open while the gateway is off', async () => {
    fake.gateway = { ...fake.gateway, state: 'off', since: null }
    await openGateway(GatewayPage)
    await expect.element(card()).toMatchTextContent(/it is off now/)
    expect(card().element().querySelector('.flow__door')?.getAttribute('data-on')).toBe('false')
  })

  test('calls of other environments are drawn where one is chosen', async () => {
    fake.settings = { ...fake.settings, environmentId: production!.id }
    await openGateway(GatewayPage)
    await expect.element(card()).toBeVisible()
    expect(askedOf(fake, 'calls.flow').at(-1)).toMatchObject({
      filter: { origin: 'gateway', environmentId: production!.id },
    })
  })

  test('a day that can not be read is told as a day without calls', async () => {
    fake.refuse = (procedure) =>
      procedure === 'calls.flow' ? { code: 'NOT_FOUND', data: { what: 'ledger', id: 'x' } } : null
    await openGateway(GatewayPage)
    await expect.element(card().getByRole('alert')).toMatchTextContent(/could not be read/)
  })

  test('an empty drawing stands where there is no local key yet', async () => {
    fake.localKeys = []
    fake.flow = { localKeys: [], vaultKeys: [], links: [] }
    await openGateway(GatewayPage)
    await expect.element(page.getByText('No local key yet')).toBeVisible()
    await expect.element(card()).not.toBeInTheDocument()
  })
})

describe('for everyone', () => {
  test.each(['light', 'dark'])('nothing is out of reach in the %s theme: filled, running, and empty', async (theme) => {
    fake.running = [running()]
    await openGateway(GatewayPage, { theme })
    await expect.element(card().getByText('1 now')).toBeVisible()
    expect(await accessibilityFaults()).toEqual([])
    fake.flow = { localKeys: [], vaultKeys: [], links: [] }
    fake.running = []
    await queryClient.invalidateQueries()
    await expect.element(card()).toMatchTextContent(/No call went through today/)
    expect(await accessibilityFaults()).toEqual([])
  })

  test.each([720, 900])('a name or a figure leaves the card in a window of %i pixels', async (width) => {
    await page.viewport(width, 640)
    await openGateway(GatewayPage)
    await expect.element(card()).toBeVisible()
    const box = card().element()
    ;(box as HTMLElement).style.width = `${width - 104}px`
    expect(box.scrollWidth).toBeLessThanOrEqual(box.clientWidth)
    for (const end of side('Local keys, in').elements()) expect(end.scrollWidth).toBeLessThanOrEqual(end.clientWidth)
  })
})
