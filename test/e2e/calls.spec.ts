import { startProvider } from '../fakes/aimock.ts'
import { addFirstKey, ask, chooseModel, goTo, randomKey, rowOf } from './actions.ts'
import { expect, test } from './hosts.ts'

test('usage: an empty page teaches, every call is counted and listed, and a call leads back to its conversation', async ({
  profile,
}) => {
  const secret = randomKey()
  const provider = await startProvider([secret])
  try {
    const { page } = await profile.start()
    await expect(page.getByText('Add the first key')).toBeVisible()
    await goTo(page, 'Usage')
    await expect(page.getByRole('heading', { name: 'No calls yet' })).toBeVisible()
    await goTo(page, 'Keys')
    await addFirstKey(page, { baseUrl: provider.baseUrl, secret, name: 'Evals' })
    await expect(rowOf(page, 'Evals')).toContainText('200')

    await goTo(page, 'Playground')
    await chooseModel(page, 'gpt-4o')
    await ask(page, 'short')
    await expect(page.getByRole('log')).toContainText('to first token')

    await goTo(page, 'Usage')
    const totals = page.getByRole('region', { name: 'Totals' })
    const recent = page.getByRole('grid', { name: 'Recent calls, the newest first' })
    await expect(recent.getByRole('row').filter({ hasText: 'gpt-4o' })).toHaveCount(1)
    await expect(recent.getByRole('row').filter({ hasText: 'Check' }).first()).toContainText('/models')
    // A provider that no price list knows: its cost is unknown, which is not nothing.
    await expect(recent.getByRole('row').filter({ hasText: 'gpt-4o' })).toContainText('price unknown')
    await expect(totals).toContainText('1 unpriced')
    await expect(page.getByText('No known cost')).toBeVisible()

    const metric = page.getByRole('group', { name: 'What the chart shows' })
    await metric.getByRole('button', { name: 'Calls' }).click()
    await expect(page.locator('.recharts-bar-rectangle').first()).toBeVisible()
    await page.getByRole('application').focus()
    await page.keyboard.press('End')
    await expect(page.getByRole('table', { name: /Calls .* by key, as a table/ })).toContainText('Evals')

    // The call that comes next is counted without a reload.
    await recent.getByRole('link', { name: 'Playground' }).click()
    await expect(page.getByRole('log')).toContainText('Hello! How can I help you today?')
    await ask(page, 'short again')
    await expect(page.getByRole('log').getByText('Hello! How can I help you today?')).toHaveCount(2)
    await goTo(page, 'Usage')
    await expect(recent.getByRole('row').filter({ hasText: 'gpt-4o' })).toHaveCount(2)
    await expect(totals).toContainText('2 unpriced')

    await page
      .getByRole('group', { name: /nvironment/ })
      .getByRole('button', { name: 'Staging' })
      .click()
    await expect(page.getByText('No calls in Staging in the last 7 days')).toBeVisible()
    await expect(page.getByText('No call was made in Staging yet.')).toBeVisible()
  } finally {
    await provider.close()
  }
})
