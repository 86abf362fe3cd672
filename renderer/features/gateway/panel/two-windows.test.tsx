import { beforeEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { queryClient } from '../../../lib/client.ts'
import { emptyGateway, type FakeGateway, sampleLocalKey } from '../../../testing/fake-gateway.ts'
import { renderPage } from '../../../testing/render-page.tsx'
import { sampleKey } from '../../../testing/sample-rows.ts'
import { GatewayPage } from '../page.tsx'

const held = vi.hoisted(() => ({ fake: {} as unknown as FakeGateway }))

vi.mock('../../../lib/client.ts', async () => {
  const { clientOf, fakeQueryClient } = await import('../../../testing/fake-vault.ts')
  const fakes = await import('../../../testing/fake-gateway.ts')
  held.fake = fakes.emptyGateway()
  const client = fakeQueryClient()
  return clientOf(fakes.gatewayRouter(held.fake, client), client)
})

const { fake } = held
const name = () => page.getByRole('textbox', { name: 'Name' })
const nameInCore = () => fake.localKeys[0]?.name

/** What another window saves, and this one then hears of. */
async function renameElsewhere(to: string) {
  fake.localKeys = fake.localKeys.map((key) => ({ ...key, name: to }))
  await queryClient.invalidateQueries()
  await expect.element(page.getByRole('complementary', { name: `Local key ${to}` })).toBeVisible()
}

beforeEach(async () => {
  await page.viewport(1_440, 900)
  queryClient.clear()
  Object.assign(fake, emptyGateway(), { keys: [sampleKey()], localKeys: [sampleLocalKey({ name: 'aider' })] })
  await renderPage('/gateway', GatewayPage, { queryClient, address: '/gateway' })
  await page.getByRole('grid', { name: 'Local keys' }).getByText('aider').click()
})

test('an undo overwrites what another window changed since', async () => {
  await name().fill('mine')
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByText(/^Saved/)).toBeVisible()
  await renameElsewhere('theirs')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.element(page.getByText(/Changed again since, in another window/)).toBeVisible()
  expect(nameInCore()).toBe('theirs')
})

test('what was typed overwrites without a word what another window changed meanwhile', async () => {
  await name().fill('mine')
  await renameElsewhere('theirs')
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByText(/Changed to “theirs” in another window meanwhile/)).toBeVisible()
  await expect.element(name()).toHaveValue('mine')
  expect(nameInCore()).toBe('theirs')
  await userEvent.keyboard('{Enter}')
  await expect.poll(nameInCore).toBe('mine')
})

test('what another window changed meanwhile can not be kept', async () => {
  await name().fill('mine')
  await renameElsewhere('theirs')
  await userEvent.keyboard('{Enter}{Escape}')
  await expect.element(name()).toHaveValue('theirs')
  expect(nameInCore()).toBe('theirs')
})
