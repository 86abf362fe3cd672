import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { startProvider } from '../fakes/aimock.ts'
import { seedManyKeys } from '../fakes/many-keys.ts'
import { addProvider, goTo, randomKey, rowOf } from './actions.ts'
import { expect, type Profile, test } from './hosts.ts'
import { earlier, startWithKeys } from './seed.ts'

const grid = (page: Page) => page.getByRole('grid', { name: 'Vault keys' })
const panelOf = (page: Page, name: string) => page.getByRole('complementary', { name: `Key ${name}` })
const search = (page: Page) => page.getByRole('searchbox', { name: 'Search the keys' })
const rowsDrawn = (page: Page) =>
  grid(page)
    .getByRole('row')
    .filter({ hasText: /key \d{4}/ })

/** Adds a key under the name that the form offers. */
async function addUnnamed(page: Page, secret: string): Promise<void> {
  await page.getByLabel('Secret', { exact: true }).fill(secret)
  await page.getByRole('button', { name: /Add and check/ }).click()
}

/** Keydeck on a profile that many keys were written into while it was away. */
async function startWith(profile: Profile, count: number) {
  await earlier(profile, () => {})
  seedManyKeys(profile.folder, count)
  const app = await profile.start()
  await expect(grid(app.page)).toBeVisible()
  return app
}

test('of a thousand keys a few are drawn; search, filters, groups, sorting and the keys reach all of them', async ({
  profile,
}) => {
  const { page } = await startWith(profile, 1_000)
  // Three environments have a heading each, and the heads are a row.
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '1004')
  expect(await rowsDrawn(page).count()).toBeLessThan(60)

  await search(page).fill('0999')
  await expect(rowsDrawn(page)).toHaveCount(1)
  await search(page).fill('#ci production')
  await expect(page.getByRole('heading', { level: 1 }).locator('..')).toContainText(/\d+ of 1000/)
  await search(page).fill('')

  await page.getByRole('group', { name: 'Filters' }).getByRole('button', { name: 'Status' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Revoked 35' }).click()
  await page.keyboard.press('Escape')
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '39')
  await page.getByRole('button', { name: 'Clear filters' }).click()

  await page.getByRole('combobox', { name: 'Group by' }).click()
  await page.getByRole('option', { name: 'none' }).click()
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '1001')
  await grid(page).focus()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('columnheader', { name: 'Key', exact: true })).toHaveAttribute('aria-sort', 'ascending')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('End')
  await expect(rowsDrawn(page).filter({ hasText: 'key 0999' })).toBeInViewport()
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  await expect(panelOf(page, 'key 0000')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(grid(page)).toBeFocused()
})

test('what the table is grouped by is remembered, what it is narrowed to is not', async ({ profile }) => {
  const first = await startWith(profile, 12)
  await first.page.getByRole('combobox', { name: 'Group by' }).click()
  await first.page.getByRole('option', { name: 'provider' }).click()
  await search(first.page).fill('0003')
  await goTo(first.page, 'Settings')
  await goTo(first.page, 'Keys')
  await expect(search(first.page)).toHaveValue('0003')
  await first.quit()

  const { page } = await profile.start()
  await expect(page.getByRole('combobox', { name: 'Group by' })).toContainText('provider')
  await expect(search(page)).toHaveValue('')
})

test('many keys move together and come back with one Undo; both stand in the history', async ({ profile }) => {
  const { page } = await startWith(profile, 9)
  await search(page).fill('development')
  await expect(rowsDrawn(page)).toHaveCount(3)
  await grid(page).focus()
  await page.keyboard.press('ControlOrMeta+a')
  await expect(page.getByText('3 selected')).toBeVisible()
  await page.getByRole('button', { name: 'Move…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Move 3 keys' })
  await dialog.getByRole('combobox', { name: 'To' }).click()
  await page.getByRole('option', { name: 'Production' }).click()
  await dialog.getByRole('button', { name: /^Move/ }).click()
  await expect(page.getByText('3 keys moved to Production')).toBeVisible()
  await search(page).fill('production')
  await expect(rowsDrawn(page)).toHaveCount(6)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(rowsDrawn(page)).toHaveCount(3)

  await search(page).fill('key 0000')
  await rowOf(page, 'key 0000').click()
  const history = panelOf(page, 'key 0000').getByRole('region', { name: 'History' })
  await expect(history).toContainText('Moved here from Production')
  await expect(history).toContainText('Moved here from Development')
})

test('what is changed in the panel is there after a restart, and a refusal of a move is named key by key', async ({
  profile,
}) => {
  const secret = randomKey()
  const provider = await startProvider([secret])
  try {
    const first = await startWithKeys(profile, { baseUrl: provider.baseUrl, secret, name: 'Before' })
    await rowOf(first.page, 'Before').click()
    const panel = panelOf(first.page, 'Before')
    await panel.getByRole('textbox', { name: 'Budget' }).fill('12.50')
    await panel.getByRole('textbox', { name: 'Budget' }).press('Enter')
    await expect(panel.getByText('Saved')).toBeVisible()
    await panel.getByRole('textbox', { name: 'Tags' }).fill('night, 夜間')
    await panel.getByRole('textbox', { name: 'Tags' }).press('Enter')
    await expect(panel.getByText('Saved')).toBeVisible()
    await panel.getByLabel('Name', { exact: true }).fill('After')
    await panel.getByLabel('Name', { exact: true }).press('Enter')
    await expect(rowOf(first.page, 'After')).toBeVisible()
    await first.quit()

    const { page } = await profile.start()
    await rowOf(page, 'After').click()
    const after = panelOf(page, 'After')
    await expect(after.getByRole('textbox', { name: 'Budget' })).toHaveValue('12.5')
    await expect(after.getByRole('button', { name: 'Take the tag 夜間 off' })).toBeVisible()
    await expect(after.getByRole('region', { name: 'History' })).toContainText('renamed, was Before')
    await page.keyboard.press('Escape')

    await page.keyboard.press('n')
    const form = page.getByRole('dialog', { name: 'Add a key' })
    await form.getByRole('radio', { name: 'Stranger' }).click()
    await form.getByRole('combobox', { name: 'Environment' }).click()
    await page.getByRole('option', { name: 'Staging' }).click()
    await form.getByLabel('Secret', { exact: true }).fill(secret)
    await form.getByRole('button', { name: /Add and check/ }).click()
    await form.getByLabel('Why all the same').fill('One account')
    await form.getByRole('button', { name: /Add all the same/ }).click()
    await expect(rowOf(page, 'Stranger staging')).toBeVisible()
    await page.keyboard.press('Escape')

    await page.getByRole('checkbox', { name: 'Select Stranger staging' }).click()
    await page.getByRole('button', { name: 'Move…' }).click()
    await page.getByRole('dialog', { name: 'Move 1 key' }).getByRole('combobox', { name: 'To' }).click()
    await page.getByRole('option', { name: 'Development' }).click()
    await page.getByRole('dialog', { name: 'Move 1 key' }).getByRole('button', { name: /^Move/ }).click()
    const failures = page.getByRole('dialog', { name: '1 of 1 key stayed as it was' })
    await expect(failures).toContainText('Stranger staging')
    await expect(failures).toContainText('a key of that environment already')
  } finally {
    await provider.close()
  }
})

test('a second key is offered a name of its own, and the audit tells what was done', async ({ app, page, profile }) => {
  const secrets = [randomKey(), randomKey()]
  const provider = await startProvider(secrets)
  try {
    await addProvider(page, { baseUrl: provider.baseUrl, provider: 'Stranger' })
    await addUnnamed(page, secrets[0]!)
    await expect(rowOf(page, 'Stranger development')).toContainText('200')
    const focused = () => page.evaluate(() => document.activeElement?.tagName)
    await expect.poll(focused).not.toBe('BODY')
    await page.keyboard.press('n')
    await page.getByRole('radio', { name: 'Stranger' }).click()
    await addUnnamed(page, secrets[1]!)
    await expect(rowOf(page, 'Stranger development 2')).toBeVisible()

    await rowOf(page, 'Stranger development 2').click()
    await grid(page).press('Delete')
    await page.getByRole('button', { name: 'Undo' }).dblclick()
    await expect(rowOf(page, 'Stranger development 2')).toBeVisible()
    await expect(page.getByText(/could not be brought back/)).toHaveCount(0)
    await expect.poll(focused).not.toBe('BODY')

    await page.getByRole('button', { name: 'More', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Audit' }).click()
    const rows = page.getByRole('grid', { name: 'What was done' }).getByRole('row')
    await expect(rows.filter({ hasText: 'Brought back' })).toHaveCount(1)
    await expect(rows.filter({ hasText: 'Added, typed in' })).toHaveCount(2)
    await page.getByRole('button', { name: 'Providers', exact: true }).click()
    await expect(rows.filter({ hasText: 'Provider added' })).toHaveCount(1)
    await expect(rows.filter({ hasText: 'Brought back' })).toHaveCount(0)
    const file = join(profile.folder, 'audit.csv')
    await app.saveNext(file)
    await page.getByRole('button', { name: 'Export CSV' }).click()
    await expect.poll(() => (existsSync(file) ? readFileSync(file, 'utf8') : '')).toContain('key_restored')
    for (const secret of secrets) expect(readFileSync(file, 'utf8')).not.toContain(secret)
  } finally {
    await provider.close()
  }
})

test('a message never lies over the button that a page or a dialog wants pressed', async ({ profile }) => {
  const { page } = await startWith(profile, 9)
  for (const [width, height] of [
    [1_280, 800],
    [900, 640],
  ] as const) {
    await page.setViewportSize({ width, height })
    await goTo(page, 'Keys')
    await rowOf(page, 'key 0001').click()
    await page.keyboard.press('Escape')
    await grid(page).press('Delete')
    const message = page.locator('.toast').first()
    await expect(message).toBeVisible()
    expect(await covered(page)).toEqual([])
    await page.keyboard.press('n')
    await expect(page.getByRole('dialog', { name: 'Add a key' })).toBeVisible()
    expect(await covered(page)).toEqual([])
    await page.keyboard.press('Escape')
    for (const name of ['Playground', 'Usage', 'Settings'] as const) {
      await goTo(page, name)
      expect(await covered(page)).toEqual([])
    }
    await goTo(page, 'Keys')
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(rowOf(page, 'key 0001')).toBeVisible()
  }
})

/** The primary buttons in sight that a message lies over. */
const covered = (page: Page) =>
  page.evaluate(() => {
    const over = (a: DOMRect, b: DOMRect) =>
      a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
    const messages = [...document.querySelectorAll('.toast')].map((one) => one.getBoundingClientRect())
    return [...document.querySelectorAll('.btn--primary')]
      .filter((button) => messages.some((message) => over(message, button.getBoundingClientRect())))
      .map((button) => button.textContent)
  })
