import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { Database } from '../../main/core/storage/database.ts'
import { startProvider } from '../fakes/aimock.ts'
import { addFirstKey, addKey, ask, chooseModel, goTo, randomKey, rowOf } from './actions.ts'
import { expect, test } from './hosts.ts'

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

async function addProduction(page: Page, options: { baseUrl: string; secret: string; name: string }): Promise<void> {
  await page.getByRole('combobox', { name: 'Environment' }).click()
  await page.getByRole('option', { name: /Production/ }).click()
  await addFirstKey(page, options)
  await expect(rowOf(page, options.name)).toContainText('200')
}

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
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
    expect(violations.map(({ id, nodes }) => `${colorScheme}: ${id} at ${String(nodes[0]?.target)}`)).toEqual([])
  }

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
  page,
  host,
}) => {
  const [one, other] = [randomKey(), randomKey()]
  const provider = await startProvider([one, other])
  try {
    await addProduction(page, { baseUrl: provider.baseUrl, secret: one, name: 'Live' })
    await page.keyboard.press('n')
    const form = page.getByRole('dialog', { name: 'Add a key' })
    await form.getByRole('radio', { name: 'Stranger' }).click()
    await form.getByRole('combobox', { name: 'Environment' }).click()
    await page.getByRole('option', { name: 'Staging' }).click()
    await addKey(page, { secret: other, name: 'Trial' })
    await expect(rowOf(page, 'Live')).toBeVisible()

    await switchOf(page).getByRole('button', { name: 'Staging' }).click()
    await expect(rowOf(page, 'Live')).toBeHidden()
    await expect(rowOf(page, 'Trial')).toBeVisible()
    await goTo(page, 'Playground')
    await expect(page.getByRole('combobox', { name: 'Key', exact: true })).toContainText('Trial')

    await page.keyboard.press(host === 'headless' ? 'Alt+Shift+Digit3' : 'ControlOrMeta+3')
    await expect(switchOf(page).getByRole('button', { name: 'Production' })).toHaveAttribute('aria-pressed', 'true')
    await expect(page.getByRole('combobox', { name: 'Key', exact: true })).toContainText('Live')
    await page.keyboard.press('ControlOrMeta+k')
    await page.getByRole('combobox').last().fill('switch to staging')
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
    const first = await profile.start()
    const { page } = first
    await addProduction(page, { baseUrl: provider.baseUrl, secret, name: 'Live' })
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

test('an environment goes only once its keys have another place, and they work there', async ({ page }) => {
  const secret = randomKey()
  const provider = await startProvider([secret])
  try {
    await addFirstKey(page, { baseUrl: provider.baseUrl, secret, name: 'Evals' })
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
    const first = await profile.start()
    await addProduction(first.page, { baseUrl: provider.baseUrl, secret: old, name: 'Old' })
    await first.page.keyboard.press('n')
    await first.page.getByRole('radio', { name: 'Stranger' }).click()
    await addKey(first.page, { secret: fresh, name: 'Fresh' })
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
