import { beforeEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import type { FeatureResult } from '../../../contract/providers.ts'
import { core, resetCore } from '../../../test/fakes/providers-core.ts'
import { asked, button, openEditor, openTab } from '../../../test/fakes/providers-page.tsx'
import { accessibilityFaults } from '../../testing/axe.ts'
import { sampleKey, sampleProvider } from '../../testing/sample-rows.ts'

vi.mock('../../lib/client.ts', async () => (await import('../../../test/fakes/providers-core.ts')).providersClient())

beforeEach(() => {
  resetCore()
  document.documentElement.dataset['theme'] = 'light'
})

const answer = (change: Partial<FeatureResult>): FeatureResult => ({
  feature: 'models',
  state: 'yes',
  latencyMs: 120,
  error: null,
  ...change,
})
const noTools: FeatureResult = answer({
  feature: 'tools',
  state: 'no',
  error: {
    layer: 'provider',
    status: 400,
    code: 'invalid_request',
    message: 'The provider refused it.',
    providerMessage: 'tools are not supported',
    hint: null,
    requestId: null,
    retryAfterMs: null,
  },
})

test('a probe calls before it says what it will do, or hides what the provider answered', async () => {
  const second = Promise.withResolvers<FeatureResult>()
  core.answers = [Promise.resolve(answer({})), second.promise]
  await openEditor()
  await openTab(/What it can do/)
  await expect.element(page.getByText('up to seven small calls', { exact: false })).toBeVisible()
  expect(asked('providers.probe')).toEqual([])
  await expect.element(page.getByRole('combobox', { name: 'Model' })).toHaveValue('gpt-4o')
  await button('Find out what it can do').click()
  const lines = page.getByRole('list', { name: 'Results' })
  await expect.element(lines.getByText('asking…')).toBeVisible()
  await expect.element(lines.getByText('120 ms')).toBeVisible()
  await expect.element(page.getByText('1 of 7 answered')).toBeVisible()
  second.resolve({ ...noTools, feature: 'chat' })
  await expect.element(lines.getByText('“tools are not supported”', { exact: false })).toBeVisible()
  await expect.element(page.getByText('As of 12 May 2026', { exact: false })).toBeVisible()
  await expect.element(button('Find out again')).toBeVisible()
  expect(asked('providers.probe')).toEqual([{ keyId: sampleKey().id, model: 'gpt-4o' }])
  expect(await accessibilityFaults()).toEqual([])
})

test('a probe can not be stopped, or a stopped one looks whole', async () => {
  core.answers = [Promise.resolve(answer({})), new Promise(() => undefined)]
  await openEditor()
  await openTab(/What it can do/)
  await button('Find out what it can do').click()
  await expect.element(page.getByText('1 of 7 answered')).toBeVisible()
  await button('Stop').click()
  await expect.element(page.getByText('Stopped after 1 of 7. Only a whole probe is kept.')).toBeVisible()
  await expect.element(page.getByText('asking…')).not.toBeInTheDocument()
  await expect.poll(() => core.wasProbeStopped).toBe(true)
})

test('a probe goes to a guarded environment unasked', async () => {
  const guarded = core.environments.find(({ guarded }) => guarded)
  core.keys = [sampleKey({ environmentId: guarded?.id ?? '' })]
  core.answers = [Promise.resolve(answer({}))]
  await openEditor()
  await openTab(/What it can do/)
  await button('Find out what it can do').click()
  const question = page.getByRole('alertdialog', { name: 'Send to Production?' })
  await question.getByRole('button', { name: 'Cancel' }).click()
  expect(asked('providers.probe')).toEqual([])
  await button('Find out what it can do').click()
  await question.getByRole('button', { name: 'Ask' }).click()
  await expect.poll(() => asked('providers.probe').length).toBe(1)
})

test('a probe that ended early takes what it found with it', async () => {
  core.isKept = false
  core.answers = [Promise.resolve(answer({ state: 'no', error: noTools.error }))]
  await openEditor()
  await openTab(/What it can do/)
  await button('Find out what it can do').click()
  await expect.element(page.getByText('so this is not kept', { exact: false })).toBeVisible()
  await expect.element(page.getByText('“tools are not supported”', { exact: false })).toBeVisible()
})

for (const theme of ['light', 'dark']) {
  test(`a part of the form keeps assistive technology out, ${theme}`, async () => {
    core.providers = [
      {
        ...sampleProvider,
        isEdited: true,
        headers: [{ name: 'X-Team', value: 'evals' }],
        proxy: { mode: 'url', url: 'http://proxy.example:3128' },
        tierRules: [{ pattern: '*', tier: 'premium' }],
        prices: [{ pattern: '*', input: 1, cached: null, output: 2 }],
      },
    ]
    core.capabilities = { at: 1_760_000_000_000, model: 'gpt-4o', results: [answer({}), noTools] }
    document.documentElement.dataset['theme'] = theme
    await openEditor()
    for (const part of [/Connection/, /Model tiers/, /Prices/, /What it can do/]) {
      await openTab(part)
      expect(await accessibilityFaults()).toEqual([])
    }
  })
}
