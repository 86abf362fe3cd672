import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { startProvider } from '../fakes/aimock.ts'
import { findSecret } from '../leaks/encodings.ts'
import { recordFrames, scanFolder, scanPage } from '../leaks/places.ts'
import { addFirstKey, addKey, randomKey, rowOf } from './actions.ts'
import { expectNoFaults } from './axe.ts'
import { expect, type RunningApp, test } from './hosts.ts'
import { addEarlier, startWithKeys } from './seed.ts'

async function fromMenu(page: Page, entry: 'Export…' | 'Import…') {
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: entry }).click()
  const dialog = page.getByRole('dialog', { name: entry === 'Export…' ? 'Export keys' : 'Import keys' })
  await expect(dialog).toBeVisible()
  return dialog
}

/** Exports the whole vault under a passphrase of Keydeck's; answers that passphrase. */
async function exportAll(app: RunningApp, file: string): Promise<string> {
  const dialog = await fromMenu(app.page, 'Export…')
  const phrase = (await dialog.locator('.shown-once__text').textContent()) ?? ''
  await dialog.getByText('I have stored the passphrase').click()
  await app.saveNext(file)
  await app.sayYes()
  await dialog.getByRole('button', { name: /^Export \d+ key/ }).click()
  await expect(dialog.getByRole('button', { name: 'Save it again' })).toBeVisible({ timeout: 30_000 })
  await expect.poll(() => readOrNothing(file)).toMatch(/\}\n$/)
  await dialog.getByRole('button', { name: 'Done' }).click()
  return phrase
}

const readOrNothing = (path: string) => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

async function openFile(page: Page, file: string, passphrase: string) {
  const dialog = page.getByRole('dialog', { name: 'Import keys' })
  await dialog.locator('input[type=file]').setInputFiles(file)
  await dialog.getByLabel('Passphrase of the file').fill(passphrase)
  await dialog.getByRole('button', { name: 'Open', exact: true }).click()
}

test('keys go from one installation to another in a file that says nothing, as the person chooses for each', async ({
  profile,
}) => {
  test.setTimeout(180_000)
  const secrets = { Kept: randomKey(), Renewed: randomKey(), Fresh: randomKey() }
  const older = randomKey()
  const provider = await startProvider(Object.values(secrets))
  const file = join(profile.folder, 'carried.keydeck')
  const elsewhere = `${profile.folder}-elsewhere`
  try {
    // The other installation has one of the keys with an older secret, and one that is the very same.
    const { baseUrl } = provider
    await addEarlier(
      { folder: elsewhere, env: profile.env },
      { baseUrl, secret: older, name: 'Renewed' },
      { baseUrl, secret: secrets.Kept, name: 'Kept' },
    )

    const home = await profile.start()
    await recordFrames(home.page)
    await addFirstKey(home.page, { baseUrl: provider.baseUrl, secret: secrets.Kept, name: 'Kept' })
    for (const name of ['Renewed', 'Fresh'] as const) {
      await home.page.keyboard.press('n')
      await home.page.getByRole('radio', { name: 'Stranger' }).click()
      await addKey(home.page, { secret: secrets[name], name })
    }
    const phrase = await exportAll(home, file)
    expect(phrase).toMatch(/^(?:[a-z2-9]{5}-){5}[a-z2-9]{5}$/)
    for (const secret of Object.values(secrets)) {
      const { findings, frames } = await scanPage(home.page, secret)
      expect(frames).toBeGreaterThan(10)
      expect(findings).toEqual([])
    }
    await home.quit()
    const bytes = readFileSync(file)
    for (const secret of Object.values(secrets)) expect(findSecret(bytes, secret)).toEqual([])
    expect(bytes.toString()).not.toMatch(/Kept|Renewed|Fresh|Stranger|127\.0\.0\.1/)

    const app = await profile.start({ env: { KEYDECK_DATA: elsewhere } })
    const { page } = app
    const dialog = await fromMenu(page, 'Import…')
    await openFile(page, file, phrase)
    const rowFor = (name: string) => dialog.getByRole('row').filter({ has: page.getByRole('cell', { name }) })
    await expect(dialog.getByRole('table')).toBeVisible({ timeout: 30_000 })
    await expect(rowFor('Kept')).toContainText('The same key is there.')
    await expect(dialog.getByRole('combobox', { name: 'What to do with Renewed' })).toHaveText('Replace')
    await expectNoFaults(page, 'rows of a bundle')
    await dialog.getByLabel('New name of Fresh').fill('Brought along')
    await dialog.getByRole('button', { name: 'Import 2 keys' }).click()
    await expect(dialog.getByText('1 key added, 1 secret replaced')).toBeVisible()
    await dialog.getByRole('button', { name: 'Done' }).click()

    // What came is what the provider knows.
    for (const name of ['Brought along', 'Renewed']) {
      await rowOf(page, name).click()
      await page.getByRole('complementary').getByRole('button', { name: 'Check', exact: false }).first().click()
      await expect(rowOf(page, name)).toContainText('200')
    }
    for (const secret of Object.values(secrets)) {
      expect((await scanPage(page, secret)).findings).toEqual([])
      expect(scanFolder(elsewhere, secret)).toEqual([])
      expect(findSecret(app.output(), secret)).toEqual([])
    }
  } finally {
    await provider.close()
    rmSync(elsewhere, { recursive: true, force: true, maxRetries: 5 })
  }
})

test('a file that is damaged, or another, and a wrong passphrase are told apart, and nothing is imported', async ({
  profile,
}) => {
  test.setTimeout(120_000)
  const secret = randomKey()
  const provider = await startProvider([secret])
  const path = (name: string) => join(profile.folder, name)
  try {
    const app = await startWithKeys(profile, { baseUrl: provider.baseUrl, secret, name: 'Only' })
    const { page } = app
    const phrase = await exportAll(app, path('good.keydeck'))
    const text = readFileSync(path('good.keydeck'), 'utf8')
    writeFileSync(path('cut.keydeck'), text.slice(0, text.length / 2))
    writeFileSync(path('newer.keydeck'), text.replace('"version":1', '"version":2'))
    writeFileSync(path('weak.keydeck'), text.replace('"N":131072', '"N":1024'))
    writeFileSync(path('picture.keydeck'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 255]))
    writeFileSync(path('empty.keydeck'), '')

    const dialog = await fromMenu(page, 'Import…')
    await expectNoFaults(page, 'the file of an import')
    for (const [file, words] of [
      ['cut', 'This file is damaged'],
      ['newer', 'A newer Keydeck made this file'],
      ['weak', 'This file is damaged'],
      ['picture', 'This is not a file of exported keys'],
      ['empty', 'This is not a file of exported keys'],
    ] as const) {
      await openFile(page, path(`${file}.keydeck`), phrase)
      await expect(dialog.getByRole('alert')).toContainText(words)
    }
    await openFile(page, path('good.keydeck'), `${phrase}x`)
    await expect(dialog.getByText('This is not the passphrase of this file')).toBeVisible({ timeout: 30_000 })
    await expect(dialog.getByLabel('Passphrase of the file')).toBeFocused()
    await openFile(page, path('good.keydeck'), phrase)
    await expect(dialog.getByText('Its key is in this vault already.')).toBeVisible({ timeout: 30_000 })
    await expect(dialog.getByRole('button', { name: 'Import 0 keys' })).toBeDisabled()
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    await expect(page.getByRole('row').filter({ hasText: '••••' })).toHaveCount(1)
  } finally {
    await provider.close()
  }
})

test('a passphrase that was made for the file is copied as each host can, and asked for before the file is', async ({
  profile,
  host,
}) => {
  const secret = randomKey()
  const provider = await startProvider([secret])
  try {
    const { page } = await startWithKeys(profile, { baseUrl: provider.baseUrl, secret, name: 'Only' })
    const dialog = await fromMenu(page, 'Export…')
    const phrase = (await dialog.locator('.shown-once__text').textContent()) ?? ''
    await dialog.getByRole('button', { name: 'Copy', exact: true }).click()
    await expect(dialog.getByRole('status').filter({ hasText: 'clipboard' })).toContainText(
      host === 'electron' ? 'Leaves the clipboard after 30 seconds' : 'This page may not clear the clipboard',
    )
    await expect(dialog.getByRole('button', { name: 'Export 1 key' })).toBeDisabled()
    await expectNoFaults(page, 'the passphrase of an export')
    await dialog.getByRole('button', { name: 'My own' }).click()
    await dialog.getByLabel('Your passphrase').fill('only for this file, 52 words')
    await dialog.getByLabel('The same again').fill('only for this file, 53 words')
    await expect(dialog.getByText('The two differ.')).toBeVisible()
    await expect(dialog.getByRole('button', { name: 'Export 1 key' })).toBeDisabled()
    await expect(dialog).not.toContainText(phrase)
  } finally {
    await provider.close()
  }
})
