import { beforeEach, describe, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { LocalKey } from '../../../contract/local-keys.ts'
import { queryClient } from '../../lib/client.ts'
import { listenForShortcuts } from '../../lib/shortcut-registry.ts'
import { accessibilityFaults } from '../../testing/axe.ts'
import { type FakeGateway, sampleLocalKey } from '../../testing/fake-gateway.ts'
import { askedOf, localKeyPanel, openGateway, resetGateway } from '../../testing/gateway-page.tsx'
import { sampleKey } from '../../testing/sample-rows.ts'
import { GatewayPage } from './page.tsx'

const held = vi.hoisted(() => ({ fake: {} as unknown as FakeGateway }))

vi.mock('../../lib/client.ts', async () => {
  const { emptyGateway, fakeGatewayClient } = await import('../../testing/fake-gateway.ts')
  held.fake = emptyGateway()
  return fakeGatewayClient(held.fake)
})

const { fake } = held

async function open(keys: LocalKey[] = [], place: Parameters<typeof openGateway>[1] = {}) {
  fake.localKeys = keys
  await openGateway(GatewayPage, place)
}

const grid = () => page.getByRole('grid', { name: 'Local keys' })
const connect = () => page.getByRole('complementary', { name: 'Connect a tool' })

let stop = () => {}
beforeEach(async () => {
  stop()
  stop = listenForShortcuts()
  await resetGateway(fake)
})

describe('the switch and how it runs', () => {
  test('a taken port names its holder, and another one is offered that turns the gateway on', async () => {
    fake.takenPorts.set(4_480, 'nginx (pid 12)')
    await open()
    await page.getByRole('switch', { name: 'Gateway', exact: true }).click()
    await expect.element(page.getByRole('alert')).toMatchTextContent(/Port 4480 is taken\. nginx \(pid 12\) has it\./)
    await page.getByRole('button', { name: 'Use port 4481' }).click()
    await expect.element(page.getByText('http://127.0.0.1:4481/v1', { exact: true })).toBeVisible()
    await expect.element(page.getByText('On', { exact: true })).toBeVisible()
    await expect.element(page.getByRole('alert')).not.toBeInTheDocument()
  })

  test('a port that can not be had stays in its field to be mended, and the old one in use', async () => {
    fake.takenPorts.set(5_000, 'nginx (pid 12)')
    fake.gateway = { ...fake.gateway, state: 'on', since: Date.now() }
    await open()
    const port = page.getByRole('textbox', { name: 'Port' })
    await port.fill('80')
    await userEvent.keyboard('{Enter}')
    await expect.element(page.getByText('A whole number from 1,024 to 65,535.')).toBeVisible()
    await port.fill('5000')
    await userEvent.keyboard('{Enter}')
    await expect.element(page.getByRole('alert')).toMatchTextContent(/The gateway stays on port 4480\./)
    await expect.element(port).toHaveValue('5000')
    expect(fake.gateway.state).toBe('on')
  })

  test('what was chosen is saved by itself, and taken back', async () => {
    await open()
    await page.getByRole('switch', { name: 'Turn on with Keydeck' }).click()
    await expect.poll(() => fake.gateway.startWithApp).toBe(true)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => fake.gateway.startWithApp).toBe(false)
  })
})

describe('making a key', () => {
  test('its text is shown once, copied by the core alone or in a shell line, and is nowhere once the dialog closed', async () => {
    await open()
    await userEvent.keyboard('n')
    const form = page.getByRole('dialog', { name: 'New local key' })
    await form.getByRole('textbox', { name: 'Name' }).fill('Zed')
    await form.getByRole('textbox', { name: 'Budget' }).fill('20')
    await form.getByRole('button', { name: 'Make the key' }).click()
    const shown = page.getByRole('dialog', { name: 'The local key Zed' })
    await expect.element(shown).toBeVisible()
    const [text = 'none'] = fake.issued
    await expect.element(shown.getByText(text, { exact: true })).toBeVisible()
    expect(askedOf(fake, 'gateway.localKeys.create')).toMatchObject([{ name: 'Zed', monthlyBudget: 20_000_000 }])
    await shown.getByRole('button', { name: 'Copy', exact: true }).click()
    await shown.getByRole('button', { name: 'Copy as a shell line' }).click()
    await expect.poll(() => fake.copied).toEqual(['', "export KEYDECK_API_KEY='{{key}}'"])

    await userEvent.keyboard('{Escape}')
    await expect.element(shown).toBeVisible()
    await expect.element(shown.getByRole('button', { name: 'Done' })).toBeDisabled()
    await shown.getByRole('checkbox').click()
    await shown.getByRole('button', { name: 'Done' }).click()
    await expect.element(localKeyPanel('Zed')).toBeVisible()
    await expect.element(localKeyPanel('Zed').getByRole('button', { name: 'Regenerate' })).toHaveFocus()
    expect(document.documentElement.outerHTML).not.toContain(text)
    expect(
      JSON.stringify(
        queryClient
          .getQueryCache()
          .getAll()
          .map((query) => query.state.data),
      ),
    ).not.toContain(text)
    expect(
      JSON.stringify(
        queryClient
          .getMutationCache()
          .getAll()
          .map((one) => one.state.data),
      ),
    ).not.toContain(text)
  })

  test('what is wrong is said at its field before the core is asked, and what the core refuses too', async () => {
    await open()
    await userEvent.keyboard('n')
    const form = page.getByRole('dialog', { name: 'New local key' })
    await form.getByRole('button', { name: 'Make the key' }).click()
    await expect.element(form.getByText('A local key needs a name.')).toBeVisible()
    await form.getByRole('textbox', { name: 'Name' }).fill('kd_secret')
    await form.getByRole('textbox', { name: 'Requests a minute' }).fill('101')
    await form.getByRole('button', { name: 'Make the key' }).click()
    await expect.element(form.getByText(/from 1 to 100, as its account type says/)).toBeVisible()
    expect(askedOf(fake, 'gateway.localKeys.create')).toEqual([])
    await form.getByRole('textbox', { name: 'Requests a minute' }).fill('10')
    fake.refuse = () => ({ code: 'INVALID', data: { field: 'name', reason: 'holds_secret' } })
    await form.getByRole('button', { name: 'Make the key' }).click()
    await expect.element(form.getByText(/A secret stands in this text/)).toBeVisible()
  })

  test('vault keys are put in order by the keyboard, and the one that moved keeps the focus', async () => {
    fake.keys = ['one', 'two', 'three'].map((name, index) =>
      sampleKey({ id: crypto.randomUUID(), name, createdAt: index }),
    )
    await open()
    await userEvent.keyboard('n')
    const form = page.getByRole('dialog', { name: 'New local key' })
    await form.getByRole('textbox', { name: 'Name' }).fill('ordered')
    await form.getByRole('button', { name: 'Choose which, and their order' }).click()
    await form.getByRole('button', { name: 'Move three up' }).click()
    await expect.element(form.getByRole('button', { name: 'Move three up' })).toHaveFocus()
    await userEvent.keyboard('{Alt>}{ArrowUp}{/Alt}')
    await expect.element(form.getByText('three is now number 1 of 3.')).toBeInTheDocument()
    await expect.element(form.getByRole('button', { name: 'Move three down' })).toHaveFocus()
    await form.getByRole('button', { name: 'Make the key' }).click()
    const [one, two, three] = fake.keys.map(({ id }) => id)
    await expect
      .poll(() => askedOf(fake, 'gateway.localKeys.create'))
      .toMatchObject([{ vaultKeyIds: [three, one, two] }])
  })
})

describe('a local key', () => {
  test('is revoked after a question, and offers nothing but its end then', async () => {
    await open([sampleLocalKey({ name: 'aider', lastUsedAt: 1, lastClient: 'litellm/1' })])
    await grid().getByText('aider').click()
    await localKeyPanel('aider').getByRole('button', { name: 'Revoke…' }).click()
    const question = page.getByRole('alertdialog', { name: 'Revoke aider?' })
    await expect.element(question).toMatchTextContent(/litellm\/1/)
    await expect.element(question.getByRole('button', { name: 'Cancel' })).toHaveFocus()
    await question.getByRole('button', { name: 'Revoke' }).click()
    await expect.element(localKeyPanel('aider').getByText(/403 key_revoked/)).toBeVisible()
    await expect.element(localKeyPanel('aider').getByRole('button', { name: 'Regenerate' })).not.toBeInTheDocument()
    // The buttons that had the focus before the question are gone with the key's use.
    await expect.element(localKeyPanel('aider').getByRole('button', { name: 'Delete' })).toHaveFocus()
  })

  test('the focus goes to the next thing to do when the only local key is deleted', async () => {
    await open([sampleLocalKey({ name: 'aider' })])
    await grid().getByText('aider').click()
    await userEvent.keyboard('{Delete}')
    await expect.element(page.getByRole('button', { name: 'New local key' }).first()).toHaveFocus()
  })

  test('is regenerated into another text with the same name', async () => {
    await open([sampleLocalKey({ name: 'aider' })])
    await grid().getByText('aider').click()
    await userEvent.keyboard('r')
    await page.getByRole('alertdialog').getByRole('button', { name: 'Regenerate' }).click()
    const shown = page.getByRole('dialog', { name: 'The local key aider' })
    await expect.element(shown).toMatchTextContent(/Its old text is refused from this moment/)
  })

  test('is deleted at once and brought back', async () => {
    await open([sampleLocalKey({ name: 'aider' }), sampleLocalKey({ name: 'other' })])
    await grid().getByText('aider').click()
    await userEvent.keyboard('{Delete}')
    await expect.element(grid().getByText('aider')).not.toBeInTheDocument()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.element(grid().getByText('aider')).toBeVisible()
  })

  test('is changed in its place, and a limit over its account type is refused in words', async () => {
    await open([sampleLocalKey({ name: 'aider', accountType: 'basic' })])
    await grid().getByText('aider').click()
    const limit = localKeyPanel('aider').getByRole('textbox', { name: 'Requests a minute' })
    await limit.fill('60')
    await userEvent.keyboard('{Enter}')
    await expect.element(localKeyPanel('aider').getByText(/from 1 to 50/)).toBeVisible()
    await limit.fill('20')
    await userEvent.keyboard('{Enter}')
    await expect.poll(() => fake.localKeys[0]?.requestsPerMinute).toBe(20)
    const models = localKeyPanel('aider').getByRole('textbox', { name: 'Models' })
    await models.fill('gpt-5*, claude-sonnet-4-5')
    await userEvent.keyboard('{Enter}')
    await expect.poll(() => fake.localKeys[0]?.models).toEqual(['gpt-5*', 'claude-sonnet-4-5'])
  })

  test('a search narrows the table, and Esc gives all back', async () => {
    await open([sampleLocalKey({ name: 'aider', lastClient: 'litellm/1' }), sampleLocalKey({ name: 'notebook' })])
    await userEvent.keyboard('/')
    await userEvent.keyboard('litellm')
    await expect.element(grid().getByText('notebook')).not.toBeInTheDocument()
    await userEvent.keyboard('{Escape}')
    await expect.element(grid().getByText('notebook')).toBeVisible()
  })

  test('states are told in words, the worst of them', async () => {
    await open([
      sampleLocalKey({ name: 'spent', monthlyBudget: 5_000_000, spentThisMonth: 5_000_000 }),
      sampleLocalKey({ name: 'busy', accountType: 'free', usedThisMinute: 10, lastUsedAt: Date.now() }),
      sampleLocalKey({ name: 'gone', status: 'expired', expiresAt: 1 }),
    ])
    const row = (name: string) => grid().getByRole('row').filter({ hasText: name })
    await expect.element(row('spent')).toMatchTextContent(/budget used up/)
    await expect.element(row('busy')).toMatchTextContent(/10 of 10/)
    await expect.element(row('busy')).toMatchTextContent(/limit reached/)
    await expect.element(row('gone')).toMatchTextContent(/expired/)
  })
})

describe('connecting a tool', () => {
  test('one click makes a key named after the tool, fills it in, and tells when the tool asked', async () => {
    fake.gateway = { ...fake.gateway, state: 'on', since: Date.now() }
    await open([sampleLocalKey({ name: 'aider' })])
    await connect().getByRole('button', { name: 'aider' }).click()
    await connect().getByRole('button', { name: 'Make a key for aider' }).click()
    await expect.element(connect().getByText('Filled in with aider 2')).toBeVisible()
    const [text = 'none'] = fake.issued
    await expect.element(connect().getByText(text, { exact: false })).toBeVisible()
    await connect().getByRole('button', { name: 'Copy In a terminal' }).click()
    await expect.poll(() => fake.copied.at(-1)).toContain("export OPENAI_API_KEY='{{key}}'")
    await expect.element(connect().getByText(/No request from this key yet/)).toBeVisible()

    fake.localKeys = fake.localKeys.map((key) =>
      key.name === 'aider 2' ? { ...key, lastUsedAt: Date.now(), lastClient: 'litellm/1' } : key,
    )
    await queryClient.invalidateQueries()
    await expect.element(connect().getByText(/It works: litellm\/1 asked at/)).toBeVisible()
    await connect().getByRole('button', { name: 'Hide the key' }).click()
    await expect.element(connect().getByText('YOUR_LOCAL_KEY', { exact: false }).first()).toBeVisible()
    expect(document.documentElement.outerHTML).not.toContain(text)
  })

  test('a gateway that is off says so, and is turned on from there', async () => {
    await open()
    await connect().getByRole('button', { name: 'Turn on' }).click()
    await expect.poll(() => fake.gateway.state).toBe('on')
    await expect.element(connect().getByText(/The gateway is off/)).not.toBeInTheDocument()
  })
})

describe('a damaged record', () => {
  test('is left out without a word, or the word stays though all can be read', async () => {
    fake.unreadableLocalKeys = 2
    await open([sampleLocalKey({ name: 'aider' })])
    const notice = page.getByRole('region', { name: 'Local keys' }).getByRole('status').filter({ hasText: 'read' })
    await expect.element(notice).toMatchTextContent(/2 local keys could not be read\..*make each tool a new one/)
    await expect.element(grid().getByText('aider')).toBeVisible()
    expect(await accessibilityFaults()).toEqual([])
    fake.unreadableLocalKeys = 0
    await queryClient.invalidateQueries()
    await expect.element(notice).not.toBeInTheDocument()
  })

  test('is told where it was the only one', async () => {
    fake.unreadableLocalKeys = 1
    await open([], { theme: 'dark' })
    await expect.element(page.getByText('1 local key could not be read.')).toBeVisible()
    await expect.element(page.getByText('No local key yet')).toBeVisible()
    expect(await accessibilityFaults()).toEqual([])
  })
})

describe('for everyone', () => {
  test.each(['light', 'dark'])(
    'nothing is out of reach in the %s theme: empty, filled, with a panel and a dialog',
    async (theme) => {
      await open([], { theme })
      expect(await accessibilityFaults()).toEqual([])
      fake.localKeys = [
        sampleLocalKey({ name: 'aider', monthlyBudget: 20_000_000, spentThisMonth: 1, lastUsedAt: 1, lastClient: 'x' }),
        sampleLocalKey({ name: 'old', status: 'revoked', revokedAt: 1 }),
      ]
      await queryClient.invalidateQueries()
      await grid().getByText('aider').click()
      await expect.element(localKeyPanel('aider')).toBeVisible()
      expect(await accessibilityFaults()).toEqual([])
      await userEvent.keyboard('n')
      await expect.element(page.getByRole('dialog', { name: 'New local key' })).toBeVisible()
      expect(await accessibilityFaults()).toEqual([])
    },
  )
})
