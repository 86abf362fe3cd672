import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { personFolder } from '../fakes/person-folder.ts'
import { addKey, randomKey, rowOf } from './actions.ts'
import { expect, test } from './hosts.ts'

async function openMore(page: Page, entry: RegExp): Promise<void> {
  await page.getByRole('button', { name: 'More', exact: true }).click()
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
  // First what was refused: where a row was, its reason is in the failure.
  await expect(dialog.getByRole('status')).toContainText('added')
  await expect(dialog.getByRole('listitem')).toHaveText([])
  await expect(dialog.getByRole('status')).toContainText('2 keys added')
  await dialog.getByRole('button', { name: 'Done' }).click()
  for (const name of ['Known', 'From paste', 'Another']) await expect(rowOf(page, name)).toBeVisible()
})

test('a .env file: its lines are taken out on a word, put back byte for byte, and forgotten on another', async ({
  page,
}) => {
  const folder = personFolder()
  const path = join(folder, '.env')
  const kept = `export YUNXIN_API_KEY="${randomKey()}" # mine\r\n`
  const text = `# settings\r\nPORT=3000\r\n${kept}SECOND_API_KEY=${randomKey()}\r\nLAST=1`
  writeFileSync(path, text)
  try {
    await page.getByRole('radio', { name: 'Yunxin' }).click()
    await addKey(page, { secret: randomKey(), name: 'Known' })
    await openMore(page, /\.env file/)
    const dialog = page.getByRole('dialog', { name: 'Import a .env file' })
    await dialog.getByLabel('Path of the file').fill(`${path}.nothing`)
    await dialog.getByRole('button', { name: 'Read it' }).click()
    await expect(dialog.getByText('There is no such file.')).toBeVisible()
    await dialog.getByLabel('Path of the file').fill(path)
    await dialog.getByRole('button', { name: 'Read it' }).click()
    await expect(dialog.getByText('2 keys found; 3 lines without one left alone')).toBeVisible()
    await dialog.getByRole('button', { name: 'Add 2 keys' }).click()
    expect(readFileSync(path, 'utf8')).toBe(text)
    await dialog.getByRole('button', { name: 'Take 2 lines out' }).click()
    const putBack = dialog.getByRole('button', { name: 'Put back' })
    await expect(putBack).toHaveCount(2)
    expect(readFileSync(path, 'utf8')).toBe('# settings\r\nPORT=3000\r\nLAST=1')

    await dialog.getByRole('listitem').filter({ hasText: 'YUNXIN_API_KEY' }).getByRole('button').click()
    await expect(putBack).toHaveCount(1)
    expect(readFileSync(path, 'utf8')).toBe(`# settings\r\nPORT=3000\r\n${kept}LAST=1`)
    await dialog.getByRole('button', { name: /All is well/ }).click()
    await expect(dialog.getByText('No line waits')).toBeVisible()
    await dialog.getByRole('button', { name: 'Done' }).click()
    await openMore(page, /Lines taken out/)
    await expect(page.getByRole('dialog', { name: 'Lines taken out of files' })).toContainText('No line waits')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
