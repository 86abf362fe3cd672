import type { Page } from '@playwright/test'
import { chatStream, completion, json } from '../faults/answers.ts'
import { makeCertificates, openssl } from '../faults/certificates.ts'
import { endpoint, refusing } from '../faults/endpoint.ts'
import { type Fault, type FaultProvider, startFaultProvider } from '../faults/fault-provider.ts'
import { addKey, addProvider, ask, chooseModel, goTo, randomKey, rowOf } from './actions.ts'
import { expectNoFaults } from './axe.ts'
import { expect, test } from './hosts.ts'
import { startWithKeys } from './seed.ts'

const usualPorts = [11_434, 1_234, 8_080, 8_000]

/** Opens the form of a provider in the settings. */
async function openProvider(page: Page, name: string): Promise<void> {
  await goTo(page, 'Settings')
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Providers' }).click()
  await page
    .getByRole('navigation', { name: 'Providers' })
    .getByRole('link', { name: new RegExp(name) })
    .click()
  await expect(page.getByRole('form', { name })).toBeVisible()
}

const save = (page: Page) => page.getByRole('form').getByRole('button', { name: /^Save/ }).click()

test('headers, model tiers and prices of a provider hold for the next call', async ({ page }) => {
  const secret = randomKey()
  const provider = await startFaultProvider(endpoint({ streaming: chatStream(['All', ' good']) }))
  try {
    await addProvider(page, { baseUrl: provider.baseUrl, provider: 'Stranger' })
    await page.getByRole('combobox', { name: 'Account type' }).click()
    await page.getByRole('option', { name: /^Free/ }).click()
    await addKey(page, { secret, name: 'Evals' })
    await expect(rowOf(page, 'Evals')).toContainText('200')

    // A standard model is not for a free account: nothing is sent.
    await goTo(page, 'Playground')
    await chooseModel(page, 'fake-1')
    await ask(page, 'first')
    await expect(page.getByRole('log')).toContainText('insufficient_permissions')
    const sent = () => provider.seen.filter(({ method }) => method === 'POST')
    expect(sent()).toEqual([])

    await openProvider(page, 'Stranger')
    await page.getByRole('button', { name: 'Add a header' }).click()
    await page.getByLabel('Name of header 1').fill('X-Api-Key')
    await page.getByLabel('Value of header 1').fill('evals')
    await save(page)
    await expect(page.getByText('A header of this name carries a key.')).toBeVisible()
    await page.getByLabel('Name of header 1').fill('X-Team')
    await page.getByRole('tab', { name: /Model tiers/ }).click()
    await page.getByRole('combobox', { name: 'Try a model' }).fill('fake-1')
    await expect(page.getByText('For accounts of the type Basic, Pro, Enterprise or custom.')).toBeVisible()
    await page.getByRole('combobox', { name: 'Try a model' }).press('Escape')
    await page.getByLabel('Pattern of rule 1', { exact: true }).fill('fake-*')
    await expect(page.getByText('For every account type.')).toBeVisible()
    await page.getByRole('tab', { name: /Prices/ }).click()
    await page.getByRole('button', { name: 'Add a price' }).click()
    await page.getByLabel('Pattern of price 1').fill('fake-*')
    await page.getByLabel('Input of price 1', { exact: true }).fill('2500')
    await page.getByLabel('Output of price 1').fill('$10,000.00')
    await save(page)
    await expect(page.getByText('Stranger saved')).toBeVisible()

    await goTo(page, 'Playground')
    await ask(page, 'second')
    await expect(page.getByRole('log')).toContainText('All good')
    expect(sent().at(-1)?.headers).toMatchObject({ 'x-team': 'evals', authorization: `Bearer ${secret}` })

    // 12 tokens in, 7 out: 3 cents and 7 cents.
    await goTo(page, 'Usage')
    const recent = page.getByRole('grid', { name: 'Recent calls, the newest first' })
    await expect(recent.getByRole('row').filter({ hasText: 'fake-1' }).first()).toContainText('$0.10')
  } finally {
    await provider.close()
  }
})

test('a new address gets no secret that was entered for the old one, and says whose secret it needs anew', async ({
  profile,
}) => {
  const [old, fresh] = [randomKey(), randomKey()]
  const before = await startFaultProvider(endpoint())
  const after = await startFaultProvider(endpoint())
  try {
    const { page } = await startWithKeys(profile, { baseUrl: before.baseUrl, secret: old, name: 'Moving' })
    await openProvider(page, 'Stranger')
    await page.getByLabel('Base URL').fill(after.baseUrl)
    await save(page)
    const question = page.getByRole('alertdialog', { name: 'Send keys of Stranger to another address?' })
    await expect(question).toContainText('1 key asks for its secret anew')
    await expect(question).toContainText('Moving')
    await question.getByRole('button', { name: 'Save all the same' }).click()
    await expect(page.getByText('Stranger saved')).toBeVisible()

    await goTo(page, 'Keys')
    await rowOf(page, 'Moving').click()
    const panel = page.getByRole('complementary', { name: 'Key Moving' })
    await panel.getByRole('button', { name: /Check/ }).first().click()
    await expect(rowOf(page, 'Moving')).toContainText('address changed')
    expect(after.seen).toEqual([])

    await panel
      .getByRole('button', { name: /Regenerate|Enter/ })
      .first()
      .click()
    const dialog = page.getByRole('dialog', { name: 'Enter the secret of Moving' })
    await dialog.getByLabel('New secret').fill(fresh)
    await dialog.getByRole('button', { name: /Store and test/ }).click()
    await dialog.getByRole('button', { name: 'Use the new secret' }).click()
    await expect(dialog).toContainText(`••••${fresh.slice(-4)} now`)
    await page.keyboard.press('Escape')
    await panel.getByRole('button', { name: /Check/ }).first().click()
    await expect(rowOf(page, 'Moving')).toContainText('200')
    const arrived = after.seen.map(({ headers }) => headers.authorization)
    expect(new Set(arrived)).toEqual(new Set([`Bearer ${fresh}`]))
  } finally {
    await before.close()
    await after.close()
  }
})

test('a provider behind a private authority is refused, until its certificate is there', async ({ profile }) => {
  test.skip(!openssl, 'openssl, which makes the certificates, is missing.')
  const { caPem, good } = makeCertificates()
  const provider = await startFaultProvider(endpoint(), { tls: good })
  try {
    const { page } = await startWithKeys(profile, { baseUrl: provider.baseUrl, secret: randomKey(), name: 'Private' })
    await expect(rowOf(page, 'Private')).toContainText('upstream_tls')
    expect(provider.seen).toEqual([])

    await openProvider(page, 'Stranger')
    const form = page.getByRole('form', { name: 'Stranger' })
    await form.locator('input[type=file]').setInputFiles({
      name: 'ca.pem',
      mimeType: 'application/x-pem-file',
      buffer: Buffer.from(`-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n${caPem}`),
    })
    await save(page)
    await expect(form.getByRole('alert').first()).toContainText('private key')
    await form.locator('input[type=file]').setInputFiles({
      name: 'ca.pem',
      mimeType: 'application/x-pem-file',
      buffer: Buffer.from(caPem),
    })
    await expect(form.getByText('issued by itself')).toBeVisible()
    await save(page)
    await expect(page.getByText('Stranger saved')).toBeVisible()

    await goTo(page, 'Keys')
    await rowOf(page, 'Private').click()
    const panel = page.getByRole('complementary', { name: 'Key Private' })
    await panel.getByRole('button', { name: /Check/ }).first().click()
    await expect(rowOf(page, 'Private')).toContainText('200')
  } finally {
    await provider.close()
  }
})

test('a probe says what an endpoint can do, in the provider’s words where it can not, and remembers it', async ({
  profile,
}) => {
  const provider = await startFaultProvider(
    endpoint({
      responses: refusing(404, 'No such path.'),
      tools: refusing(400, 'This model does not support tools.'),
    }),
  )
  try {
    const first = await startWithKeys(profile, { baseUrl: provider.baseUrl, secret: randomKey(), name: 'Probed' })
    const { page } = first
    await openProvider(page, 'Stranger')
    await page.getByRole('tab', { name: 'What it can do' }).click()
    await expect(page.getByText('up to seven small calls')).toBeVisible()
    const calls = provider.seen.length
    await page.getByRole('button', { name: 'Find out what it can do' }).click()
    const lines = page.getByRole('list', { name: 'Results' }).getByRole('listitem')
    await expect(lines.filter({ hasText: 'Calls tools' })).toContainText('“This model does not support tools.”')
    await expect(page.getByText(/^As of .* with fake-1/)).toBeVisible()
    await expect(lines.filter({ hasText: 'Streams its answers' })).toContainText('yes')
    await expect(lines.filter({ hasText: 'Responses' })).toContainText('no')
    expect(provider.seen.length - calls).toBe(7)

    await expectNoFaults(page, 'what a provider can do')

    await first.quit()
    const second = await profile.start()
    await openProvider(second.page, 'Stranger')
    await second.page.getByRole('tab', { name: 'What it can do' }).click()
    await expect(second.page.getByText(/^As of .* with fake-1/)).toBeVisible()
    await expect(second.page.getByRole('list', { name: 'Results' })).toContainText('This model does not support tools.')
  } finally {
    await provider.close()
  }
})

test('with no account at all: a model server of this machine is found, taken with one click, and answers', async ({
  page,
}) => {
  const server = await startAtUsualPort(fakeOllama)
  test.skip(server === null, `Every port where model servers listen is taken: ${usualPorts.join(', ')}.`)
  if (!server) return
  const line = page.getByRole('listitem').filter({ hasText: `127.0.0.1:${server.port}` })
  try {
    await expect(page.getByText('Add the first key')).toBeVisible()
    await page.getByRole('button', { name: 'Look again' }).click()
    await line.getByRole('button', { name: 'Use Ollama' }).click()
    await expect(rowOf(page, 'Ollama on this machine')).toBeVisible()
    await page.getByRole('button', { name: 'Open the playground' }).click()
    await ask(page, 'Are you there?')
    await expect(page.getByRole('log')).toContainText('I am here')
    expect(server.last.headers.authorization).toBeUndefined()

    await openProvider(page, 'Ollama')
    await page.getByRole('link', { name: 'On this machine' }).click()
    await expect(line.getByRole('button', { name: 'Open the playground with Ollama' })).toBeVisible()
  } finally {
    await server.close()
  }
})

const fakeOllama: Fault = (exchange) => {
  const { path } = exchange.request
  if (path === '/api/version') return json({ version: '0.12.0' })(exchange)
  if (path === '/v1/models') return json({ object: 'list', data: [{ id: 'llama3.2', object: 'model' }] })(exchange)
  if (path !== '/v1/chat/completions') return json({ error: 'no such path' }, 404)(exchange)
  const isStream = /"stream"\s*:\s*true/.test(exchange.request.body.toString())
  return (isStream ? chatStream(['I am', ' here']) : completion('I am here'))(exchange)
}

/** At the first usual port that is free: a real server may have one, and the other host's spec another. */
async function startAtUsualPort(fault: Fault): Promise<FaultProvider | null> {
  for (const port of usualPorts) {
    const server = await startFaultProvider(fault, { port }).catch(() => null)
    if (server) return server
  }
  return null
}
