import { beforeEach, describe, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import type { LocalKey } from '../../../../contract/local-keys.ts'
import { type FakeGateway, sampleLocalKey } from '../../../testing/fake-gateway.ts'
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
const [, production] = sampleEnvironments

async function open(keys: LocalKey[]) {
  fake.localKeys = keys
  await openGateway(GatewayPage)
}

beforeEach(() => resetGateway(fake))

describe('what comes through', () => {
  test('calls that can not be read are said to be so, not to be none', async () => {
    fake.refuse = (procedure) =>
      procedure === 'calls.list' ? { code: 'NOT_FOUND', data: { what: 'ledger', id: 'x' } } : null
    await open([sampleLocalKey()])
    const traffic = page.getByRole('region', { name: 'Live traffic' })
    await expect.element(traffic.getByRole('alert')).toMatchTextContent(/could not be read/)
    await expect.element(traffic.getByText('No call came')).not.toBeInTheDocument()
  })

  test('a guarded environment that tools ask for in vain is confirmed from here', async () => {
    const key = sampleLocalKey({ name: 'n8n', environmentId: production!.id })
    fake.refusals = [
      {
        id: crypto.randomUUID(),
        at: Date.now(),
        lastAt: Date.now(),
        count: 3,
        status: 403,
        code: 'guard_unconfirmed',
        localKeyId: key.id,
        localKeyName: 'n8n',
        method: 'POST',
        path: '/v1/chat/completions',
        client: 'n8n',
      },
    ]
    await open([key])
    const alert = page.getByRole('alert')
    await expect.element(alert).toMatchTextContent(/Production is guarded\. 3 requests/)
    await alert.getByRole('button', { name: 'Confirm…' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Let them call' }).click()
    await expect.poll(() => askedOf(fake, 'environments.confirm')).toEqual([{ id: production!.id }])
    await expect.element(alert).not.toBeInTheDocument()
  })

  test('a key that nobody made is not told as no key at all', async () => {
    fake.refusals = (['invalid_api_key', 'missing_api_key'] as const).map((code) => ({
      id: crypto.randomUUID(),
      at: Date.now(),
      lastAt: Date.now(),
      count: 1,
      status: 401,
      code,
      localKeyId: null,
      localKeyName: null,
      method: 'POST',
      path: '/v1/chat/completions',
      client: 'curl',
    }))
    await open([sampleLocalKey()])
    await page.getByRole('button', { name: /Refus/ }).click()
    const row = (code: string) => page.getByRole('table').getByRole('row').filter({ hasText: code })
    await expect.element(row('invalid_api_key')).toMatchTextContent(/unknown key/)
    await expect.element(row('missing_api_key')).toMatchTextContent(/no key/)
  })

  test('a call under way shows who asked, what with, and how far it is', async () => {
    const key = sampleLocalKey({ name: 'aider' })
    fake.running = [
      {
        id: crypto.randomUUID(),
        startedAt: Date.now() - 4_000,
        step: 'answering',
        localKeyId: key.id,
        localKeyName: 'aider',
        environmentId: key.environmentId,
        keyId: sampleKey().id,
        keyName: 'Laptop',
        providerName: 'OpenAI',
        model: 'gpt-5',
        path: '/chat/completions',
        streaming: true,
        client: 'litellm/1',
        answeredBytes: 12_000,
      },
    ]
    await open([key])
    const row = page.getByRole('table').getByRole('row').filter({ hasText: 'gpt-5' })
    await expect.element(row).toMatchTextContent(/answering, 12 kB/)
    await expect.element(row).toMatchTextContent(/litellm\/1/)
    await row.getByRole('button', { name: 'aider' }).click()
    await expect.element(localKeyPanel('aider')).toBeVisible()
  })
})
