import type { Page } from '@playwright/test'
import { goTo, randomKey } from './actions.ts'
import { expect, test } from './hosts.ts'
import { startWithKeys } from './seed.ts'

/** As the button of a mouse does; over once the page has heard of it. */
function goBack(page: Page): Promise<void> {
  return page.evaluate(
    () =>
      new Promise((done) => {
        window.addEventListener('popstate', () => setTimeout(done), { once: true })
        history.back()
      }),
  )
}

test('a way back loses the text of a local key that is shown this once', async ({ profile }) => {
  const { page } = await startWithKeys(profile, {
    baseUrl: 'http://127.0.0.1:9/v1',
    secret: randomKey(),
    name: 'Vault key',
  })
  await goTo(page, 'Gateway')
  await page
    .getByRole('button', { name: /^New local key/ })
    .first()
    .click()
  await page.getByRole('dialog', { name: 'New local key' }).getByLabel('Name', { exact: true }).fill('stranger')
  await page.keyboard.press('Enter')
  const shown = page.getByRole('dialog', { name: 'The local key stranger' })
  const text = await shown.getByLabel('The local key', { exact: true }).textContent()
  await goBack(page)
  await expect(shown.getByLabel('The local key', { exact: true })).toHaveText(text ?? '')
  await shown.getByRole('checkbox').click()
  await shown.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByRole('complementary', { name: 'Local key stranger' })).toBeVisible()
  await goBack(page)
  await expect(page.getByRole('heading', { level: 1, name: 'Keys' })).toBeVisible()
})
