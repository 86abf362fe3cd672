import { LONG_ANSWER, startProvider } from '../fakes/aimock.ts'
import { ask, chooseModel, goTo, randomKey } from './actions.ts'
import { expect, type Profile, test } from './hosts.ts'
import { startWithKeys } from './seed.ts'

/** Keydeck with one key that works, on the playground. */
async function onPlayground(profile: Profile, secret: string, baseUrl: string) {
  const { page } = await startWithKeys(profile, { baseUrl, secret, name: 'Evals' })
  await goTo(page, 'Playground')
  return page
}

test('a reload in the middle of an answer picks it up again, whole', async ({ profile }) => {
  test.setTimeout(120_000)
  const secret = randomKey()
  const provider = await startProvider([secret])
  try {
    const page = await onPlayground(profile, secret, provider.baseUrl)
    await chooseModel(page, 'gpt-4o')
    await ask(page, 'long')
    const log = page.getByRole('log')
    await expect(log).toContainText('sentence 3 of a long answer.')
    await page.reload()
    await expect(log).toContainText('sentence 1 of a long answer.')
    await expect(page.getByRole('button', { name: /^Stop/ })).toBeVisible()
    await expect(log).toContainText('sentence 60 of a long answer.', { timeout: 60_000 })
    await page.keyboard.press('Escape')
    await expect(log).toContainText('Stopped by you. What came is kept.')
    const kept = (await log.textContent()) ?? ''
    const sentences = LONG_ANSWER.split(/(?<=\.) /).filter((sentence) => kept.includes(sentence))
    expect(kept).toContain(sentences.join(' '))
    expect(sentences.length).toBeGreaterThanOrEqual(60)
  } finally {
    await provider.close()
  }
})

test('two conversations answer at once; each keeps its own answer, draft and place', async ({ profile }) => {
  const secret = randomKey()
  const provider = await startProvider([secret])
  try {
    const page = await onPlayground(profile, secret, provider.baseUrl)
    await chooseModel(page, 'gpt-4o')
    await ask(page, 'long')
    const log = page.getByRole('log')
    await expect(log).toContainText('sentence 2 of a long answer.')
    await page.getByRole('textbox', { name: 'Question' }).fill('not sent yet')
    await page.getByRole('button', { name: 'New conversation' }).click()
    await expect(page.getByRole('textbox', { name: 'Question' })).toHaveValue('')
    await ask(page, 'short')
    await expect(log).toContainText('Hello! How can I help you today?')
    await page.getByRole('link', { name: /long/ }).click()
    await expect(page.getByRole('textbox', { name: 'Question' })).toHaveValue('not sent yet')
    await expect(log).toContainText('sentence 2 of a long answer.')
    await expect(log).not.toContainText('Hello!')
    await page.getByRole('button', { name: /^Stop/ }).click()
    await expect(log).toContainText('Stopped by you.')
  } finally {
    await provider.close()
  }
})

test('the keyboard: newline, send, recall, and nothing sent while an input method composes', async ({ profile }) => {
  const secret = randomKey()
  const provider = await startProvider([secret])
  try {
    const page = await onPlayground(profile, secret, provider.baseUrl)
    await chooseModel(page, 'gpt-4o')
    const question = page.getByRole('textbox', { name: 'Question' })
    await question.focus()
    await page.keyboard.type('a short')
    await page.keyboard.press('Shift+Enter')
    await page.keyboard.type('one')
    await expect(question).toHaveValue('a short\none')
    await question.dispatchEvent('keydown', { key: 'Enter', code: 'Enter', isComposing: true, bubbles: true })
    await question.dispatchEvent('keydown', { key: 'Enter', code: 'Enter', keyCode: 229, bubbles: true })
    await expect(question).toHaveValue('a short\none')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('log')).toContainText('Hello! How can I help you today?')
    await expect(question).toHaveValue('')
    await page.keyboard.press('ArrowUp')
    await expect(question).toHaveValue('a short\none')
    await page.getByRole('textbox', { name: 'System prompt' }).fill('Be brief.')
    await page.keyboard.press('ControlOrMeta+Enter')
    await expect(page.getByRole('log').getByText('Hello! How can I help you today?')).toHaveCount(2)
    expect(JSON.stringify(provider.requests().at(-1))).toContain('Be brief.')
  } finally {
    await provider.close()
  }
})

test('production asks once a session, and a no sends nothing and loses nothing', async ({ profile }) => {
  const secret = randomKey()
  const provider = await startProvider([secret])
  try {
    const live = { baseUrl: provider.baseUrl, secret, name: 'Live', environment: 'Production' }
    const { page } = await startWithKeys(profile, live)
    await goTo(page, 'Playground')
    await chooseModel(page, 'gpt-4o')
    const before = provider.requests().length
    await ask(page, 'short')
    const dialog = page.getByRole('alertdialog')
    await expect(dialog).toContainText('Send to Production?')
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await expect(page.getByRole('textbox', { name: 'Question' })).toHaveValue('short')
    expect(provider.requests()).toHaveLength(before)
    await page.getByRole('button', { name: /^Run/ }).click()
    await dialog.getByRole('button', { name: /Send/ }).click()
    await expect(page.getByRole('log')).toContainText('Hello! How can I help you today?')
    await ask(page, 'short again')
    await expect(page.getByRole('log').getByText('Hello! How can I help you today?')).toHaveCount(2)
    await expect(dialog).toHaveCount(0)
  } finally {
    await provider.close()
  }
})

test('a deleted conversation comes back by Undo; a search finds it by what was answered', async ({ profile }) => {
  const secret = randomKey()
  const provider = await startProvider([secret])
  try {
    const page = await onPlayground(profile, secret, provider.baseUrl)
    await chooseModel(page, 'gpt-4o')
    await ask(page, 'code')
    await expect(page.getByRole('log')).toContainText('That is all.')
    const list = page.getByRole('complementary', { name: 'Conversations' })
    await list.getByRole('searchbox').fill('const answer: number')
    await expect(list.getByRole('link')).toHaveCount(1)
    await list.getByRole('searchbox').fill('%')
    await expect(list).toContainText('Nothing found')
    await list.getByRole('searchbox').fill('')
    await list.getByRole('link').hover()
    await list.getByRole('button', { name: /Actions for/ }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await expect(list.getByRole('link')).toHaveCount(0)
    await page.getByRole('button', { name: 'Undo' }).click()
    await list.getByRole('link').click()
    await expect(page.getByRole('log')).toContainText('That is all.')
  } finally {
    await provider.close()
  }
})

test('a model list that can’t be fetched says why, and an id typed by hand is asked', async ({ profile }) => {
  const provider = await startProvider([randomKey()])
  try {
    const wrong = { baseUrl: provider.baseUrl, secret: randomKey(), name: 'Wrong' }
    const { page } = await startWithKeys(profile, wrong)
    await goTo(page, 'Playground')
    await page.getByRole('combobox', { name: 'Model' }).click()
    const popup = page.getByRole('dialog', { name: 'Model' })
    await expect(popup).toContainText('invalid_api_key')
    await expect(popup.getByRole('button', { name: /Refresh/ })).toBeVisible()
    await page.getByPlaceholder('Search models, or type an id').fill('made-up/model-1')
    await page.getByRole('option', { name: 'Use “made-up/model-1” as typed' }).click()
    await ask(page, 'short')
    await expect(page.getByRole('log')).toContainText('made-up/model-1')
    await expect(page.getByRole('log')).toContainText('Hint, ours:')
  } finally {
    await provider.close()
  }
})
