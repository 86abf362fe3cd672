import { startProvider } from '../fakes/aimock.ts'
import { addFirstKey, ask, chooseModel, goTo, randomKey, rowOf } from './actions.ts'
import { expect, test } from './hosts.ts'

test('the main job: a key goes in, answers stream, calls are recorded, and all of it is there after a restart', async ({
  profile,
}) => {
  const secret = randomKey()
  const provider = await startProvider([secret])
  try {
    const first = await profile.start()
    const { page } = first
    await expect(page.getByText('Add the first key')).toBeVisible()
    await addFirstKey(page, { baseUrl: provider.baseUrl, secret, name: 'Evals' })
    await expect(rowOf(page, 'Evals')).toContainText('200')
    await expect(rowOf(page, 'Evals')).toContainText(secret.slice(-4))

    await goTo(page, 'Playground')
    await chooseModel(page, 'gpt-4o')
    await ask(page, 'short')
    const log = page.getByRole('log')
    await expect(log).toContainText('Hello! How can I help you today?')
    await expect(log).toContainText('to first token')
    await expect(log).toContainText('tok/s')

    // A copy reaches the clipboard though the host denies the page every permission: pasting it back shows it.
    await page.getByRole('button', { name: 'Copy answer' }).first().click()
    await page.getByRole('textbox', { name: 'Question' }).focus()
    await page.keyboard.press('ControlOrMeta+V')
    await expect(page.getByRole('textbox', { name: 'Question' })).toHaveValue('Hello! How can I help you today?')

    // Stop keeps what came, and nothing more comes.
    await ask(page, 'long')
    await expect(log).toContainText('sentence 3 of a long answer.')
    await page.getByRole('button', { name: /^Stop/ }).click()
    await expect(log).toContainText('Stopped by you. What came is kept.')
    await expect(log).toContainText('sentence 3 of a long answer.')
    await expect(log).not.toContainText('sentence 400 of a long answer.')

    await page.reload()
    await expect(log).toContainText('Hello! How can I help you today?')
    await expect(log).toContainText('sentence 3 of a long answer.')
    await goTo(page, 'Keys')
    await expect(rowOf(page, 'Evals')).toContainText(secret.slice(-4))
    await expect(page.locator('body')).not.toContainText(secret)
    await goTo(page, 'Usage')
    await expect(page.getByRole('main')).toContainText('gpt-4o')
    await expect(page.getByRole('main')).toContainText('Evals')
    await page.getByRole('group', { name: 'What the chart shows' }).getByRole('button', { name: 'Calls' }).click()
    await expect(page.locator('.recharts-bar-rectangle').first()).toBeVisible()

    await first.quit()
    const second = await profile.start()
    await goTo(second.page, 'Keys')
    await expect(rowOf(second.page, 'Evals')).toContainText(secret.slice(-4))
    await goTo(second.page, 'Playground')
    await second.page.getByRole('link', { name: /short/ }).first().click()
    await expect(second.page.getByRole('log')).toContainText('Hello! How can I help you today?')
    await ask(second.page, 'short again')
    await expect(second.page.getByRole('log').getByText('Hello! How can I help you today?')).toHaveCount(2)
    await goTo(second.page, 'Usage')
    await expect(second.page.getByRole('main')).toContainText('Evals')
  } finally {
    await provider.close()
  }
})

test('a wrong key is told in words, with the code and what the provider said', async ({ profile }) => {
  const provider = await startProvider([randomKey()])
  try {
    const { page } = await profile.start()
    await addFirstKey(page, { baseUrl: provider.baseUrl, secret: randomKey(), name: 'Wrong' })
    await expect(rowOf(page, 'Wrong')).toContainText('401')
    await goTo(page, 'Playground')
    await chooseModel(page, 'gpt-4o')
    await ask(page, 'short')
    const log = page.getByRole('log')
    await expect(log).toContainText('401')
    await expect(log).toContainText('invalid_api_key')
    await expect(log).toContainText('Invalid API key')
  } finally {
    await provider.close()
  }
})
