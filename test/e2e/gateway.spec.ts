import { createServer, type Server } from 'node:net'
import type { Page } from '@playwright/test'
import { type Provider, startProvider } from '../fakes/aimock.ts'
import { goTo, randomKey } from './actions.ts'
import { expectNoFaults } from './axe.ts'
import { expect, type Profile, test } from './hosts.ts'
import { startWithKeys } from './seed.ts'

// Each starts Keydeck once or twice, with a provider beside it.
test.beforeEach(() => test.setTimeout(120_000))

const gatewaySwitch = (page: Page) => page.getByRole('switch', { name: 'Gateway', exact: true })
const table = (page: Page) => page.getByRole('grid', { name: 'Local keys' })
/** The list of calls, or that of refusals. */
const traffic = (page: Page) => page.getByRole('table', { name: /the newest first$/ })
const panelOf = (page: Page, name: string) => page.getByRole('complementary', { name: `Local key ${name}` })

/** Listens on a port that the system chose, as another program would. */
function listen(): Promise<{ port: number; server: Server }> {
  const server = createServer()
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve({ port: typeof address === 'object' && address ? address.port : 0, server })
    })
  })
}

const closed = (server: Server) => new Promise<void>((resolve) => server.close(() => resolve()))

async function freePort(): Promise<number> {
  const { port, server } = await listen()
  await closed(server)
  return port
}

/** A vault key in an environment, and the gateway's page with a port of this test's own. */
async function openGateway(profile: Profile, provider: Provider, options: { secret: string; environment?: string }) {
  const app = await startWithKeys(profile, { ...options, baseUrl: provider.baseUrl, name: 'Vault key' })
  const { page } = app
  await goTo(page, 'Gateway')
  const port = await freePort()
  await setPort(page, port)
  await expect(page.getByText(`http://127.0.0.1:${port}/v1`, { exact: true })).toBeVisible()
  return { app, page, baseUrl: `http://127.0.0.1:${port}/v1` }
}

async function setPort(page: Page, port: number): Promise<void> {
  await page.getByRole('textbox', { name: 'Port' }).fill(String(port))
  await page.keyboard.press('Enter')
}

async function turnOn(page: Page): Promise<void> {
  await gatewaySwitch(page).click()
  await expect(page.getByText('On', { exact: true })).toBeVisible()
}

/** Makes a local key through the dialog, and answers its text, which is shown this once. */
async function makeKey(page: Page, name: string, environment?: string): Promise<string> {
  await page
    .getByRole('button', { name: /^New local key/ })
    .first()
    .click()
  const form = page.getByRole('dialog', { name: 'New local key' })
  await form.getByLabel('Name', { exact: true }).fill(name)
  if (environment) {
    await form.getByRole('combobox', { name: 'Environment' }).click()
    await page.getByRole('option', { name: environment }).click()
  }
  await form.getByRole('button', { name: 'Make the key' }).click()
  return storeKey(page, name)
}

async function storeKey(page: Page, name: string): Promise<string> {
  const shown = page.getByRole('dialog', { name: `The local key ${name}` })
  const text = (await shown.getByLabel('The local key', { exact: true }).textContent()) ?? ''
  expect(text).toMatch(/^kd_\w{40,}$/)
  await expect(shown.getByRole('button', { name: 'Done' })).toBeDisabled()
  await shown.getByRole('checkbox').click()
  await shown.getByRole('button', { name: 'Done' }).click()
  await expect(page.locator('html')).not.toContainText(text)
  return text
}

/** A tool that asks the gateway, as its user agent says. */
async function ask(baseUrl: string, key: string, question = 'a short one') {
  const response = await fetch(`${baseUrl}/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'user-agent': 'stranger/1.0' },
    body: JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: question }] }),
  })
  const body = (await response.json()) as {
    choices?: { message: { content: string } }[]
    error?: { code: string; message: string }
  }
  return { status: response.status, content: body.choices?.[0]?.message.content, code: body.error?.code }
}

test('a tool gets an answer with a local key and never with the provider’s; the key is revoked, renewed, deleted and brought back', async ({
  profile,
}) => {
  const secret = randomKey()
  const provider = await startProvider([secret])
  try {
    const { page, baseUrl } = await openGateway(profile, provider, { secret })
    await turnOn(page)
    const text = await makeKey(page, 'stranger')
    expect(await ask(baseUrl, text)).toMatchObject({ status: 200, content: 'Hello! How can I help you today?' })
    expect(JSON.stringify(provider.requests())).not.toContain(text)
    expect(await ask(baseUrl, secret)).toMatchObject({ status: 401, code: 'invalid_api_key' })

    const row = table(page).getByRole('row').filter({ hasText: 'stranger' })
    await expect(row).toContainText('1 of 100')
    await expect(traffic(page).getByRole('row').filter({ hasText: 'stranger/1.0' })).toContainText('ok')
    await expect(panelOf(page, 'stranger')).toContainText('stranger/1.0')
    await expect(page.getByRole('contentinfo')).toContainText(new URL(baseUrl).host)

    await panelOf(page, 'stranger').getByRole('button', { name: 'Regenerate' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Regenerate' }).click()
    const renewed = await storeKey(page, 'stranger')
    expect(renewed).not.toBe(text)
    expect(await ask(baseUrl, text)).toMatchObject({ status: 403, code: 'key_revoked' })
    expect(await ask(baseUrl, renewed)).toMatchObject({ status: 200 })

    await page.keyboard.press('Delete')
    await expect(row).toBeHidden()
    expect(await ask(baseUrl, renewed)).toMatchObject({ status: 401 })
    await page.locator('.toast').getByRole('button', { name: 'Undo' }).click()
    await expect(row).toBeVisible()
    expect(await ask(baseUrl, renewed)).toMatchObject({ status: 200 })

    await row.click()
    await panelOf(page, 'stranger').getByRole('button', { name: 'Revoke…' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click()
    await expect(row).toContainText('revoked')
    expect(await ask(baseUrl, renewed)).toMatchObject({ status: 403, code: 'key_revoked' })
    await page.getByRole('button', { name: /^Refused/ }).click()
    await expect(traffic(page)).toContainText('403 key_revoked')
    await expect(panelOf(page, 'stranger')).toContainText('Local key revoked')
  } finally {
    await provider.close()
  }
})

test('a tool is connected with one click: its own key stands in the snippet, and the page says when it asked', async ({
  profile,
}) => {
  const secret = randomKey()
  const provider = await startProvider([secret])
  try {
    const { page, baseUrl } = await openGateway(profile, provider, { secret })
    const connect = page.getByRole('complementary', { name: 'Connect a tool' })
    await connect.getByRole('button', { name: 'Turn on' }).click()
    await connect.getByRole('button', { name: 'aider' }).click()
    await connect.getByRole('button', { name: 'Make a key for aider' }).click()
    const snippet = connect.locator('pre').filter({ hasText: 'OPENAI_API_KEY' })
    await expect(snippet).toContainText('kd_')
    const [text = ''] = /kd_\w+/.exec((await snippet.textContent()) ?? '') ?? []
    await expect(connect).toContainText('No request from this key yet')
    expect(await ask(baseUrl, text)).toMatchObject({ status: 200 })
    await expect(connect).toContainText(/It works: stranger\/1\.0 asked at/)
    await connect.getByRole('button', { name: 'Hide the key' }).click()
    await expect(page.locator('html')).not.toContainText(text)
    await expect(table(page).getByRole('row').filter({ hasText: 'aider' })).toContainText('active')
  } finally {
    await provider.close()
  }
})

test('a taken port names its holder and offers another; the gateway comes back on with the app', async ({
  profile,
}) => {
  const secret = randomKey()
  const provider = await startProvider([secret])
  const taken = await listen()
  try {
    const { app: first, page, baseUrl } = await openGateway(profile, provider, { secret })
    const text = await makeKey(page, 'stranger')
    await turnOn(page)
    await setPort(page, taken.port)
    await expect(page.getByRole('alert')).toContainText(`Port ${taken.port} is taken. node (pid ${process.pid}) has it`)
    await expect(page.getByRole('alert')).toContainText('The gateway stays on port')
    expect(await ask(baseUrl, text)).toMatchObject({ status: 200 })
    await page.keyboard.press('Escape')

    await gatewaySwitch(page).click()
    await expect(page.getByText('Off', { exact: true })).toBeVisible()
    await expect(ask(baseUrl, text)).rejects.toThrow()
    await turnOn(page)
    await page.getByRole('switch', { name: 'Turn on with Keydeck' }).click()
    await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible()
    await first.quit()
    await expect(ask(baseUrl, text)).rejects.toThrow()

    const second = await profile.start()
    await goTo(second.page, 'Gateway')
    await expect(second.page.getByText('On', { exact: true })).toBeVisible()
    expect(await ask(baseUrl, text)).toMatchObject({ status: 200 })
    await expect(traffic(second.page).getByRole('row').filter({ hasText: 'stranger/1.0' })).toHaveCount(2)
  } finally {
    await closed(taken.server)
    await provider.close()
  }
})

test('a guarded environment lets no tool in until a person says so, and says where', async ({ profile }) => {
  const secret = randomKey()
  const provider = await startProvider([secret])
  try {
    const { page, baseUrl } = await openGateway(profile, provider, { secret, environment: 'Production' })
    await turnOn(page)
    const text = await makeKey(page, 'n8n', 'Production')
    expect(await ask(baseUrl, text)).toMatchObject({ status: 403, code: 'insufficient_permissions' })
    const matter = page.getByRole('alert').filter({ hasText: 'Production is guarded' })
    await expect(matter).toContainText('1 request')
    await matter.getByRole('button', { name: 'Confirm…' }).click()
    const question = page.getByRole('alertdialog', { name: 'Let tools call Production?' })
    await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused()
    await question.getByRole('button', { name: 'Let them call' }).click()
    await expect(matter).toBeHidden()
    expect(await ask(baseUrl, text)).toMatchObject({ status: 200 })
  } finally {
    await provider.close()
  }
})

test('the page is reached by keys alone, and nothing on it is out of reach in either theme', async ({ profile }) => {
  const secret = randomKey()
  const provider = await startProvider([secret])
  try {
    const { page } = await openGateway(profile, provider, { secret })
    const palette = page.getByRole('combobox', { name: 'Search keys, conversations, commands' })
    await makeKey(page, 'stranger')
    await page.keyboard.press('Escape')
    await goTo(page, 'Usage')
    await page.keyboard.press('ControlOrMeta+k')
    await expect(palette).toBeFocused()
    await page.keyboard.type('Turn the gateway on')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('contentinfo')).toContainText('Gateway 127.0.0.1')
    await page.keyboard.press('ControlOrMeta+k')
    await expect(palette).toBeFocused()
    await page.keyboard.type('New local key')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog', { name: 'New local key' })).toBeVisible()
    await page.keyboard.press('Escape')
    // Where there is no room beside the table, it lies over it and Esc takes it away.
    await page.setViewportSize({ width: 900, height: 640 })
    const connect = page.getByRole('complementary', { name: 'Connect a tool' })
    await expect(connect).toBeHidden()
    await page.getByRole('button', { name: 'Connect a tool' }).click()
    await expect(connect).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(connect).toBeHidden()
    await page.setViewportSize({ width: 1_440, height: 900 })
    await expect(connect).toBeVisible()
    await expectNoFaults(page, 'gateway')
  } finally {
    await provider.close()
  }
})
