import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { Database } from '../../main/core/storage/database.ts'
import { startProvider } from '../fakes/aimock.ts'
import { ask, chooseModel, goTo, randomKey, rowOf } from './actions.ts'
import { expectNoFaults } from './axe.ts'
import { expect, test } from './hosts.ts'
import { startWithKeys } from './seed.ts'

const DAY = 86_400_000

// Each starts Keydeck up to twice.
test.beforeEach(() => test.setTimeout(120_000))

const section = (page: Page) => page.getByRole('region', { name: 'Environments' })
const switchOf = (page: Page) => page.getByRole('group', { name: 'Environment', exact: true })
const namesIn = (page: Page) => section(page).locator('.envlist b')

/** Opens the section from the frame, as people do who look for it there. */
async function manage(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'More environments' }).click()
  await page.getByRole('menuitem', { name: 'Manage environments…' }).click()
  await expect(section(page).getByRole('button', { name: 'Add environment' })).toBeVisible()
}

const openRow = (page: Page, name: string) =>
  section(page)
    .getByRole('button', { name: new RegExp(`^${name}`) })
    .click()

test('an environment is added, renamed, recoloured, guarded and moved; the frame follows, and it is so after a restart', async ({
  profile,
}) => {
  const first = await profile.start()
  const { page } = first
  await manage(page)
  await page.getByRole('button', { name: 'Add environment' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add an environment' })
  await dialog.getByLabel('Name', { exact: true }).fill('production')
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(dialog).toContainText('There is an environment of this name already.')
  await dialog.getByLabel('Name', { exact: true }).fill('Quality')
  await dialog.getByRole('radio', { name: 'Slate' }).click()
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(switchOf(page).getByRole('button', { name: 'Quality' })).toBeVisible()

  await openRow(page, 'Quality')
  await section(page).getByLabel('Name', { exact: true }).fill('Preview')
  await page.keyboard.press('Enter')
  await expect(switchOf(page).getByRole('button', { name: 'Preview' })).toBeVisible()
  await section(page).getByRole('radio', { name: 'Blue' }).click()
  await section(page).getByRole('switch', { name: 'Guarded' }).click()
  await section(page).getByRole('combobox', { name: 'Regenerate keys' }).click()
  await page.getByRole('option', { name: 'Every 60 days' }).click()
  await expect(section(page)).toContainText('Rotates every 60 days')
  await expectNoFaults(page, 'environments')

  await section(page).getByRole('button', { name: 'Move Preview up' }).press('Alt+ArrowUp')
  await section(page).getByRole('button', { name: 'Move Preview up' }).click()
  await expect(namesIn(page)).toHaveText(['Development', 'Preview', 'Staging', 'Production'])
  await switchOf(page).getByRole('button', { name: 'Preview' }).click()
  await expect(page.locator('.app')).toHaveAttribute('data-env', 'blue')
  await first.quit()

  const { page: again } = await profile.start()
  await expect(switchOf(again).getByRole('button')).toHaveText([
    'All',
    'Development',
    'Preview',
    'Staging',
    'Production',
  ])
  await expect(again.locator('.app')).toHaveAttribute('data-env', 'blue')
  await manage(again)
  await expect(section(again).getByRole('button', { name: /^Preview/ })).toContainText('Guarded')
  await expect(section(again).getByRole('button', { name: /^Preview/ })).toContainText('Rotates every 60 days')
})

test('the switch filters the keys page and the playground, by click, by key and from the palette', async ({
  profile,
  host,
}) => {
  const [one, other] = [randomKey(), randomKey()]
  const provider = await startProvider([one, other])
  try {
    const { page } = await startWithKeys(
      profile,
      { baseUrl: provider.baseUrl, secret: one, name: 'Live', environment: 'Production' },
      { baseUrl: provider.baseUrl, secret: other, name: 'Trial', environment: 'Staging' },
    )
    await expect(rowOf(page, 'Live')).toBeVisible()
    await expect(rowOf(page, 'Trial')).toBeVisible()

    await switchOf(page).getByRole('button', { name: 'Staging' }).click()
    await expect(rowOf(page, 'Live')).toBeHidden()
    await expect(rowOf(page, 'Trial')).toBeVisible()
    await goTo(page, 'Playground')
    await expect(page.getByRole('combobox', { name: 'Key', exact: true })).toContainText('Trial')

    await page.keyboard.press(host === 'headless' ? 'Alt+Shift+Digit3' : 'ControlOrMeta+3')
    await expect(switchOf(page).getByRole('button', { name: 'Production' })).toHaveAttribute('aria-pressed', 'true')
    await expect(page.getByRole('combobox', { name: 'Key', exact: true })).toContainText('Live')
    await page.keyboard.press('ControlOrMeta+k')
    await page.getByRole('combobox', { name: 'Search keys, conversations, commands' }).fill('switch to staging')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('combobox', { name: 'Key', exact: true })).toContainText('Trial')
  } finally {
    await provider.close()
  }
})

test('a guarded environment asks once until Keydeck ends: not again after a reload, again after a restart', async ({
  profile,
}) => {
  const secret = randomKey()
  const provider = await startProvider([secret])
  try {
    const live = { baseUrl: provider.baseUrl, secret, name: 'Live', environment: 'Production' }
    const first = await startWithKeys(profile, live)
    const { page } = first
    await goTo(page, 'Playground')
    await chooseModel(page, 'gpt-4o')
    const before = provider.requests().length
    await ask(page, 'short')
    const dialog = page.getByRole('alertdialog')
    await expect(dialog).toContainText('Send to Production?')
    await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(dialog).toBeHidden()
    await expect(page.getByRole('textbox', { name: 'Question' })).toHaveValue('short')
    expect(provider.requests()).toHaveLength(before)

    await page.getByRole('button', { name: /^Run/ }).click()
    await dialog.getByRole('button', { name: 'Send' }).click()
    const answers = page.getByRole('log').getByText('Hello! How can I help you today?')
    await expect(answers).toHaveCount(1)
    await page.reload()
    await expect(answers).toHaveCount(1)
    await ask(page, 'short again')
    await expect(answers).toHaveCount(2)
    await expect(dialog).toHaveCount(0)
    await first.quit()

    const second = await profile.start()
    await goTo(second.page, 'Playground')
    await second.page.getByRole('link', { name: /short/ }).first().click()
    await ask(second.page, 'short once more')
    await expect(second.page.getByRole('alertdialog')).toContainText('Send to Production?')
  } finally {
    await provider.close()
  }
})

test('an environment goes only once its keys have another place, and they work there', async ({ profile }) => {
  const secret = randomKey()
  const provider = await startProvider([secret])
  try {
    const { page } = await startWithKeys(profile, { baseUrl: provider.baseUrl, secret, name: 'Evals' })
    await switchOf(page).getByRole('button', { name: 'Development' }).click()
    await manage(page)
    await openRow(page, 'Development')
    await section(page).getByRole('button', { name: 'Remove…' }).click()
    const dialog = page.getByRole('alertdialog')
    await expect(dialog).toContainText('Its 1 key moves to another environment')
    await dialog.getByRole('combobox', { name: 'Keys move to' }).click()
    await page.getByRole('option', { name: 'Production' }).click()
    await dialog.getByRole('button', { name: 'Remove' }).click()
    await expect(namesIn(page)).toHaveText(['Staging', 'Production'])
    await expect(switchOf(page).getByRole('button', { name: 'All' })).toHaveAttribute('aria-pressed', 'true')

    await goTo(page, 'Keys')
    await expect(page.getByRole('row').filter({ hasText: 'Production' }).first()).toContainText('1 key')
    await goTo(page, 'Playground')
    await chooseModel(page, 'gpt-4o')
    await ask(page, 'short')
    await page.getByRole('alertdialog').getByRole('button', { name: 'Send' }).click()
    await expect(page.getByRole('log')).toContainText('Hello! How can I help you today?')
  } finally {
    await provider.close()
  }
})

test('a key whose period is over is told at the foot of the window, which leads to it', async ({ profile }) => {
  const [old, fresh] = [randomKey(), randomKey()]
  const provider = await startProvider([old, fresh])
  try {
    const common = { baseUrl: provider.baseUrl, environment: 'Production' }
    const keys = [
      { ...common, secret: old, name: 'Old' },
      { ...common, secret: fresh, name: 'Fresh' },
    ]
    const first = await startWithKeys(profile, ...keys)
    await manage(first.page)
    await openRow(first.page, 'Production')
    await section(first.page).getByRole('combobox', { name: 'Regenerate keys' }).click()
    await first.page.getByRole('option', { name: 'Every 90 days' }).click()
    await expect(section(first.page)).toContainText('Rotates every 90 days')
    await expect(first.page.getByText('rotation due')).toBeHidden()
    await first.quit()
    const database = new Database(join(profile.folder, 'keydeck.db'))
    database.run("UPDATE vault_key SET created_at = created_at - ? WHERE name = 'Old'", 91 * DAY)
    database.close()

    const { page } = await profile.start()
    await goTo(page, 'Usage')
    await page.getByRole('link', { name: '1 rotation due' }).click()
    await expect(rowOf(page, 'Old')).toBeVisible()
    await expect(rowOf(page, 'Fresh')).toBeHidden()
  } finally {
    await provider.close()
  }
})
