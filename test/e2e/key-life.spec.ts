import type { Page } from '@playwright/test'
import { startProvider } from '../fakes/aimock.ts'
import { startModelsServer } from '../fakes/models-server.ts'
import { ask, chooseModel, goTo, randomKey, rowOf } from './actions.ts'
import { expect, type Profile, test } from './hosts.ts'
import { startWithKeys } from './seed.ts'

const panelOf = (page: Page, name: string) => page.getByRole('complementary', { name: `Key ${name}` })
const last4 = (secret: string) => secret.slice(-4)

/** Keydeck with one key, whose panel is open. */
async function withLife(profile: Profile, baseUrl: string, secret: string): Promise<Page> {
  const { page } = await startWithKeys(profile, { baseUrl, secret, name: 'Life' })
  await rowOf(page, 'Life').click()
  return page
}

test('regenerating: tested before it is used, undone in one step, and the old one goes only on a word', async ({
  profile,
}) => {
  const [old, fresh] = [randomKey(), randomKey()]
  const provider = await startModelsServer([old, fresh])
  try {
    const page = await withLife(profile, provider.baseUrl, old)
    const panel = panelOf(page, 'Life')
    await panel.getByRole('button', { name: /Regenerate/ }).click()
    const dialog = page.getByRole('dialog', { name: 'Regenerate Life' })

    await dialog.getByLabel('New secret').fill(old)
    await dialog.getByRole('button', { name: /Store and test/ }).click()
    await expect(dialog.getByRole('alert')).toContainText('in use now')

    await dialog.getByLabel('New secret').fill(fresh)
    await dialog.getByRole('button', { name: /Store and test/ }).click()
    await expect(dialog.getByText(/It works/)).toBeVisible()

    // Closed in the middle, calls use the old one, and it goes on where it was.
    await page.keyboard.press('Escape')
    await expect(rowOf(page, 'Life')).toContainText(last4(old))
    await panel
      .getByRole('button', { name: /Regenerate|Go on/ })
      .first()
      .click()
    await dialog.getByRole('button', { name: 'Use the new secret' }).click()
    await expect(dialog).toContainText(`••••${last4(fresh)} now`)
    await expect(dialog).toContainText(`••••${last4(old)}, is kept`)

    await dialog.getByRole('button', { name: /Undo/ }).click()
    await expect(dialog).toBeHidden()
    await expect(rowOf(page, 'Life')).toContainText(last4(old))

    await panel
      .getByRole('button', { name: /Regenerate/ })
      .first()
      .click()
    await dialog.getByLabel('New secret').fill(fresh)
    await dialog.getByRole('button', { name: /Store and test/ }).click()
    await dialog.getByRole('button', { name: 'Use the new secret' }).click()
    provider.keys.delete(old)
    await dialog.getByRole('button', { name: /It is revoked/ }).click()
    await expect(dialog).toBeHidden()

    await panel.getByRole('button', { name: /Check/ }).first().click()
    await expect.poll(() => provider.arrived.at(-1)).toBe(fresh)
    await expect(page.locator('html')).not.toContainText(fresh)
  } finally {
    await provider.close()
  }
})

test('a new secret that the provider refuses is not used without a press that says so', async ({ profile }) => {
  const [old, wrong] = [randomKey(), randomKey()]
  const provider = await startProvider([old])
  try {
    const page = await withLife(profile, provider.baseUrl, old)
    await panelOf(page, 'Life')
      .getByRole('button', { name: /Regenerate/ })
      .click()
    const dialog = page.getByRole('dialog', { name: 'Regenerate Life' })
    await dialog.getByLabel('New secret').fill(wrong)
    await dialog.getByRole('button', { name: /Store and test/ }).click()
    await expect(dialog).toContainText('The test failed')
    await expect(dialog.getByRole('button', { name: 'Use it all the same' })).toBeVisible()
    await dialog.getByRole('button', { name: /Give up/ }).click()
    await expect(dialog).toBeHidden()
    await expect(rowOf(page, 'Life')).toContainText(last4(old))
  } finally {
    await provider.close()
  }
})

test('a revoke ends the answer under way, refuses the next call, and is taken back in one step', async ({
  profile,
}) => {
  const secret = randomKey()
  const provider = await startProvider([secret])
  try {
    const page = await withLife(profile, provider.baseUrl, secret)
    await goTo(page, 'Playground')
    await chooseModel(page, 'gpt-4o')
    await ask(page, 'a long one')
    await expect(page.getByText(/sentence 1 of/)).toBeVisible()
    await goTo(page, 'Keys')
    await rowOf(page, 'Life').click()
    await panelOf(page, 'Life').getByRole('button', { name: 'More for this key' }).click()
    await page.getByRole('menuitem', { name: /Revoke/ }).click()
    const confirm = page.getByRole('alertdialog', { name: 'Revoke Life?' })
    await confirm.getByRole('button', { name: 'Revoke' }).click()
    await expect(confirm).toBeHidden()

    await goTo(page, 'Playground')
    await page
      .getByRole('link', { name: /a long one/ })
      .first()
      .click()
    await expect(page.getByText('sentence 400 of')).toHaveCount(0)
    await expect(page.getByRole('button', { name: /^Run/ })).toBeVisible()

    await goTo(page, 'Keys')
    await rowOf(page, 'Life').click()
    await panelOf(page, 'Life').getByRole('button', { name: /Check/ }).first().click()
    await expect(panelOf(page, 'Life')).toContainText('key_revoked')

    await panelOf(page, 'Life').getByRole('button', { name: 'More for this key' }).click()
    await page.getByRole('menuitem', { name: 'Put back in use' }).click()
    await panelOf(page, 'Life').getByRole('button', { name: /Check/ }).first().click()
    await expect(panelOf(page, 'Life')).toContainText('Works:')
  } finally {
    await provider.close()
  }
})
