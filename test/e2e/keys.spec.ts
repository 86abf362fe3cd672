import { startProvider } from '../fakes/aimock.ts'
import { addFirstKey, addKey, randomKey, rowOf } from './actions.ts'
import { expect, test } from './hosts.ts'

const dialog = { name: 'Add a key' }

test('what is pasted is cleaned with a word about it, and what is no key is refused with the reason', async ({
  page,
}) => {
  const secret = randomKey()
  const provider = await startProvider([secret])
  try {
    await addFirstKey(page, {
      baseUrl: provider.baseUrl,
      secret: `export YUNXIN_API_KEY="${secret}"\n`,
      name: 'Cleaned',
    })
    await expect(page.getByText('Taken off:')).toContainText('the variable in front')
    await expect(rowOf(page, 'Cleaned')).toContainText('200')

    await page.keyboard.press('n')
    const form = page.getByRole('dialog', dialog)
    const field = form.getByLabel('Secret', { exact: true })
    for (const [pasted, words] of [
      [`“${secret}”`, 'Typographic quotes'],
      [`${secret}\n${randomKey()}`, 'several keys or lines'],
      ['yx-••••f456', 'masked form'],
      ['', 'There is no secret here'],
    ] as const) {
      await field.fill(pasted)
      await field.press('Enter')
      await expect(form.getByRole('alert')).toContainText(words)
      await expect(field).toHaveValue(pasted)
      await expect(field).toBeFocused()
    }
    await page.keyboard.press('Escape')
    await expect(form).toBeHidden()
    await expect(page.getByRole('row').filter({ hasText: '••••' })).toHaveCount(1)
  } finally {
    await provider.close()
  }
})

test('a key the provider does not know is told with its words, and our hint after them', async ({ page }) => {
  const provider = await startProvider([randomKey()])
  try {
    const secret = randomKey()
    await addFirstKey(page, { baseUrl: provider.baseUrl, secret, name: 'Wrong' })
    const panel = page.getByRole('complementary', { name: 'Key Wrong' })
    await expect(panel.getByRole('alert')).toContainText(/401\s*invalid_api_key/)
    await expect(panel.getByRole('alert')).toContainText('Hint, ours: The provider does not know this key')
    await expect(rowOf(page, 'Wrong')).toContainText('invalid_api_key')
    await expect(panel).toContainText('In the system keychain')
    await expect(page.locator('html')).not.toContainText(secret)
  } finally {
    await provider.close()
  }
})

test('one secret in two environments needs a reason; a deleted key comes back while its window is open', async ({
  page,
}) => {
  const secret = randomKey()
  const provider = await startProvider([secret])
  try {
    await addFirstKey(page, { baseUrl: provider.baseUrl, secret, name: 'First' })
    await page.keyboard.press('n')
    const form = page.getByRole('dialog', dialog)
    await form.getByRole('radio', { name: 'Stranger' }).click()
    await form.getByLabel('Name', { exact: true }).fill('Second')
    await form.getByLabel('Secret', { exact: true }).fill(secret)
    await form.getByRole('button', { name: /Add and check/ }).click()
    await expect(form.getByRole('alert')).toContainText('in Development already')

    await form.getByRole('combobox', { name: 'Environment' }).click()
    await page.getByRole('option', { name: 'Production' }).click()
    await form.getByLabel('Secret', { exact: true }).fill(secret)
    await form.getByRole('button', { name: /Add and check/ }).click()
    await expect(form.getByRole('alert')).toContainText('The same secret lies in another environment')
    const anyway = form.getByRole('button', { name: /Add all the same/ })
    await expect(anyway).toBeDisabled()
    await form.getByLabel('Why all the same').fill('One account')
    await anyway.click()
    await expect(rowOf(page, 'Second')).toContainText('200')

    await rowOf(page, 'Second').click()
    await page.getByRole('grid', { name: 'Vault keys' }).press('Delete')
    await expect(rowOf(page, 'Second')).toBeHidden()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(rowOf(page, 'Second')).toContainText('200')
  } finally {
    await provider.close()
  }
})

test('a deleted key stays away after a restart, and the other one works as before', async ({ profile }) => {
  const secret = randomKey()
  const other = randomKey()
  const provider = await startProvider([secret, other])
  try {
    const first = await profile.start()
    await addFirstKey(first.page, { baseUrl: provider.baseUrl, secret, name: 'Doomed' })
    await first.page.keyboard.press('n')
    await first.page.getByRole('radio', { name: 'Stranger' }).click()
    await addKey(first.page, { secret: other, name: 'Staying' })
    await rowOf(first.page, 'Doomed').click()
    await first.page.getByRole('grid', { name: 'Vault keys' }).press('Delete')
    await expect(rowOf(first.page, 'Doomed')).toBeHidden()
    await first.quit()

    const { page } = await profile.start()
    await rowOf(page, 'Staying').click()
    const panel = page.getByRole('complementary', { name: 'Key Staying' })
    await expect(panel).toContainText('1Tokens')
    await panel.getByRole('button', { name: 'Check' }).click()
    await expect(panel).toContainText('2Tokens')
    await expect(panel).toContainText('Works:')
    await expect(rowOf(page, 'Doomed')).toBeHidden()
  } finally {
    await provider.close()
  }
})
