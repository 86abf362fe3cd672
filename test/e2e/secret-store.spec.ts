import type { Page } from '@playwright/test'
import { type Provider, startProvider } from '../fakes/aimock.ts'
import { ask, chooseModel, goTo, randomKey } from './actions.ts'
import { expectNoFaults } from './axe.ts'
import { expect, type Profile, test } from './hosts.ts'
import { startWithKeys } from './seed.ts'

test.describe.configure({ timeout: 120_000 })

const passphrase = 'copper lantern river 52 tide'
const secret = randomKey()
let provider: Provider

test.beforeAll(async () => {
  provider = await startProvider([secret])
})
test.afterAll(() => provider.close())

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

async function openSettings(page: Page): Promise<void> {
  await goTo(page, 'Settings')
  await page.getByRole('link', { name: 'Secret store', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Secret store' })).toBeVisible()
}

/** Keydeck with one key, in the system's keychain. */
const startWithKey = (profile: Profile) => startWithKeys(profile, { baseUrl: provider.baseUrl, secret, name: 'Evals' })

/** Makes one call, which must reach the provider with the key and be answered. */
async function call(page: Page): Promise<void> {
  const before = provider.requests().length
  await goTo(page, 'Playground')
  await chooseModel(page, 'gpt-4o')
  await ask(page, 'short')
  await expect(page.getByRole('log').last()).toContainText('Hello! How can I help you today?')
  await expect.poll(() => provider.requests().length).toBeGreaterThan(before)
}

async function typeTwice(page: Page, first: string, second: string, text: string): Promise<void> {
  await page.getByLabel(first, { exact: true }).fill(text)
  await page.getByLabel(second).fill(text)
}

async function moveToFile(page: Page): Promise<void> {
  await openSettings(page)
  await button(page, 'Move to an encrypted file…').click()
  await typeTwice(page, 'Passphrase', 'The same again', passphrase)
  await button(page, 'Move every secret to the file').click()
  await expect(page.getByText('1 secret now lies in the encrypted file')).toBeVisible()
}

test('every secret moves from the keychain to a file and back, with a call that works after each', async ({
  profile,
}) => {
  const { page } = await startWithKey(profile)
  await moveToFile(page)
  await expect(page.getByRole('main')).toContainText('secrets.keydeck')
  await button(page, 'Test it').click()
  await expect(page.getByText(/^Works: written in/)).toBeVisible()
  await expectNoFaults(page, 'a secret store that is a file')
  await call(page)

  await openSettings(page)
  await button(page, 'Move to the system’s keychain…').click()
  await button(page, 'Move every secret to the keychain').click()
  await expect(page.getByText('1 secret now lies in the system’s keychain')).toBeVisible()
  await expect(page.getByRole('contentinfo')).toContainText('Keychain')
  await call(page)
})

test('a locked store answers no call until its passphrase is typed, where the focus is', async ({ profile }) => {
  const { page } = await startWithKey(profile)
  await moveToFile(page)
  await button(page, 'Lock now').click()
  const field = page.getByLabel('Passphrase', { exact: true })
  await expect(field).toBeFocused()
  await field.fill('not the passphrase')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'That is not the passphrase' })).toBeVisible()
  await expect(field).toBeFocused()
  await expectNoFaults(page, 'a store that is locked')

  const before = provider.requests().length
  await goTo(page, 'Playground')
  await chooseModel(page, 'gpt-4o')
  await ask(page, 'short')
  await expect(page.getByRole('log')).toContainText('vault_locked')
  expect(provider.requests()).toHaveLength(before)

  await field.fill(passphrase)
  await page.keyboard.press('Enter')
  await expect(field).toBeHidden()
  await expect(page.locator('body')).not.toBeFocused()
  await ask(page, 'short')
  await expect(page.getByRole('log')).toContainText('Hello! How can I help you today?')
})

test('another passphrase opens the file after a restart, and the old one does not', async ({ profile }) => {
  const first = await startWithKey(profile)
  await moveToFile(first.page)
  await button(first.page, 'Change the passphrase…').click()
  await first.page.getByLabel('Current passphrase').fill('not the passphrase')
  await typeTwice(first.page, 'New passphrase', 'The new one again', 'another river of copper 7')
  await button(first.page, 'Change the passphrase').click()
  await expect(first.page.getByText('That is not the passphrase. Nothing was changed.')).toBeVisible()
  await first.page.getByLabel('Current passphrase').fill(passphrase)
  await button(first.page, 'Change the passphrase').click()
  await expect(first.page.getByText('The passphrase is changed')).toBeVisible()
  await first.quit()

  const { page } = await profile.start()
  const field = page.getByLabel('Passphrase', { exact: true })
  await expect(field).toBeFocused()
  await field.fill(passphrase)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'That is not the passphrase' })).toBeVisible()
  await field.fill('another river of copper 7')
  await page.keyboard.press('Enter')
  await expect(field).toBeHidden()
  await call(page)
})

test('a move that kill -9 interrupted is told of on every page, and goes on', async ({ profile }) => {
  const first = await startWithKey(profile)
  await openSettings(first.page)
  await button(first.page, 'Move to an encrypted file…').click()
  await typeTwice(first.page, 'Passphrase', 'The same again', passphrase)
  // A keychain that does not answer holds the move at its first secret.
  profile.secretService.stopDaemon()
  await button(first.page, 'Move every secret to the file').click()
  await expect(first.page.getByText('0 of 1 secret')).toBeVisible()
  await first.kill()
  profile.secretService.continueDaemon()

  const { page } = await profile.start()
  await expect(page.getByRole('heading', { name: 'A move of your secrets was interrupted' })).toBeVisible()
  // The notice comes before the page that it stands on.
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expectNoFaults(page, 'a move that was interrupted')
  await call(page)
  await page.getByRole('link', { name: 'Open the settings' }).click()
  await page.getByLabel('Passphrase of the new file').fill('a slip of the fingers')
  await button(page, 'Go on').click()
  await expect(page.getByText('That is not the passphrase. Nothing was changed.')).toBeVisible()
  await page.getByLabel('Passphrase of the new file').fill(passphrase)
  await button(page, 'Go on').click()
  await expect(page.getByText('1 secret now lies in the encrypted file')).toBeVisible()
  await call(page)
})
