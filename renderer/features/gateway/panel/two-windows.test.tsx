import { beforeEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { LocalKey } from '../../../../contract/local-keys.ts'
import { queryClient } from '../../../lib/client.ts'
import { listenForShortcuts } from '../../../lib/shortcut-registry.ts'
import { type FakeGateway, sampleLocalKey } from '../../../testing/fake-gateway.ts'
import { localKeyPanel, openGateway, resetGateway } from '../../../testing/gateway-page.tsx'
import { GatewayPage } from '../page.tsx'

const held = vi.hoisted(() => ({ fake: {} as unknown as FakeGateway }))

vi.mock('../../../lib/client.ts', async () => {
  const { emptyGateway, fakeGatewayClient } = await import('../../../testing/fake-gateway.ts')
  held.fake = emptyGateway()
  return fakeGatewayClient(held.fake)
})

const { fake } = held
const name = () => page.getByRole('textbox', { name: 'Name' })
const panel = () => localKeyPanel('aider')
const issued = () => page.getByRole('dialog', { name: 'The local key aider' })
const nameInCore = () => fake.localKeys[0]?.name

/** What another window saves, and this one then hears of. */
async function renameElsewhere(to: string) {
  fake.localKeys = fake.localKeys.map((key) => ({ ...key, name: to }))
  await queryClient.invalidateQueries()
  await expect.element(localKeyPanel(to)).toBeVisible()
}

let stop = () => {}
beforeEach(async () => {
  stop()
  stop = listenForShortcuts()
  await resetGateway(fake, { localKeys: [sampleLocalKey({ name: 'aider' })] })
  await openGateway(GatewayPage)
  await page.getByRole('grid', { name: 'Local keys' }).getByText('aider').click()
})

/** Another window deletes the key, regenerates it, or brings it back; this one hears of it. */
async function becomesElsewhere(keys: LocalKey[]) {
  fake.localKeys = keys
  await queryClient.invalidateQueries()
}

async function openQuestion(button: RegExp) {
  await panel().getByRole('button', { name: button }).click()
  await expect.element(page.getByRole('alertdialog')).toBeVisible()
}

async function regenerateHere() {
  await openQuestion(/^Regenerate/)
  await page.getByRole('alertdialog').getByRole('button', { name: 'Regenerate' }).click()
  await expect.element(issued()).toBeVisible()
}

test('a question about a key that another window deletes goes without a word, and comes back with its undo', async () => {
  const keys = fake.localKeys
  await openQuestion(/^Revoke/)
  await becomesElsewhere([])
  await expect.element(page.getByText('aider was deleted meanwhile, in another window')).toBeVisible()
  await becomesElsewhere(keys)
  await expect.element(panel()).toBeVisible()
  await expect.element(page.getByRole('alertdialog')).not.toBeInTheDocument()
})

test('a text that another window put out of use is still offered to be stored', async () => {
  await regenerateHere()
  await expect.element(issued().getByRole('alert')).not.toBeInTheDocument()
  const [key] = fake.localKeys
  await becomesElsewhere([{ ...key!, regeneratedAt: Date.now() + 60_000 }])
  await expect.element(issued().getByRole('alert')).toMatchTextContent(/regenerated again since, in another window/)
  await expect.element(issued().getByRole('checkbox')).not.toBeInTheDocument()
  await becomesElsewhere([{ ...key!, status: 'revoked', revokedAt: Date.now() }])
  await expect.element(issued().getByRole('alert')).toMatchTextContent(/revoked since/)
  await becomesElsewhere([])
  await expect.element(issued().getByRole('alert')).toMatchTextContent(/deleted since/)
  await issued().getByRole('button', { name: 'Done' }).click()
  await expect.element(issued()).not.toBeInTheDocument()
})

test('snippets go on holding a text that is refused, and say nothing', async () => {
  await userEvent.keyboard('{Escape}')
  const connect = page.getByRole('complementary', { name: 'Connect a tool' })
  await connect.getByRole('button', { name: /^Make a key for/ }).click()
  await expect.element(connect.getByText(/No request from this key yet/)).toBeVisible()
  await becomesElsewhere(fake.localKeys.filter(({ name: called }) => called === 'aider'))
  await expect.element(connect.getByRole('alert')).toMatchTextContent(/deleted since/)
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
