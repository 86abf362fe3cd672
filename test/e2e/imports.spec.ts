import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { addKey, randomKey, rowOf } from './actions.ts'
import { expect, test } from './hosts.ts'

async function openMore(page: Page, entry: RegExp): Promise<void> {
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: entry }).click()
}

test('many keys by paste: every row is named before anything is stored, and one bad row stops no other', async ({
  page,
}) => {
  const [first, second, third] = [randomKey(), randomKey(), randomKey()]
  await page.getByRole('radio', { name: 'Yunxin' }).click()
  await addKey(page, { secret: first, name: 'Known' })
  await openMore(page, /Add many/)
  const dialog = page.getByRole('dialog', { name: 'Add many keys' })
  await dialog
    .getByLabel('Keys, one a line')
    .fill([`YUNXIN_API_KEY=${second}`, `export OTHER="${third}"`, second, 'yx-••••f456', first].join('\n'))
  await dialog.getByRole('button', { name: 'Read it' }).click()
  const rows = dialog.getByRole('row')
  await expect(rows.filter({ hasText: 'The same key stands in line 1' })).toHaveCount(1)
  await expect(rows.filter({ hasText: 'masked form' })).toHaveCount(1)
  await expect(rows.filter({ hasText: 'as Known' })).toHaveCount(1)
  await expect(page.locator('html')).not.toContainText(second)

  await dialog.getByLabel('Name for line 1').fill('From paste')
  await dialog.getByLabel('Name for line 2').fill('Another')
  await dialog.getByRole('button', { name: 'Add 2 keys' }).click()
  await expect(dialog.getByRole('status')).toContainText('2 keys added')
  await dialog.getByRole('button', { name: 'Done' }).click()
  for (const name of ['Known', 'From paste', 'Another']) await expect(rowOf(page, name)).toBeVisible()
})

test('a .env file: its line is taken out on a word, put back byte for byte, and forgotten on another', async ({
  page,
  profile,
}) => {
  const secret = randomKey()
  const path = join(profile.folder, '..', `${profile.folder.split('/').at(-1)}.env`)
  const text = `# settings\r\nPORT=3000\r\nexport YUNXIN_API_KEY="${secret}" # mine\r\nLAST=1`
  writeFileSync(path, text)
  await page.getByRole('radio', { name: 'Yunxin' }).click()
  await addKey(page, { secret: randomKey(), name: 'Known' })
  await openMore(page, /\.env file/)
  const dialog = page.getByRole('dialog', { name: 'Import a .env file' })
  await dialog.getByLabel('Path of the file').fill(path)
  await dialog.getByRole('button', { name: 'Read it' }).click()
  await expect(dialog.getByText('1 key found; 3 lines without one left alone')).toBeVisible()
  await dialog.getByLabel('Name for line 3').fill('From file')
  await dialog.getByRole('button', { name: 'Add 1 key' }).click()
  await dialog.getByRole('button', { name: 'Take 1 line out' }).click()
  await expect(dialog.getByRole('button', { name: 'Put back' })).toBeVisible()
  expect(readFileSync(path, 'utf8')).toBe('# settings\r\nPORT=3000\r\nLAST=1')

  await dialog.getByRole('button', { name: 'Put back' }).click()
  await expect(dialog.getByText('No line waits')).toBeVisible()
  expect(readFileSync(path, 'utf8')).toBe(text)
})
