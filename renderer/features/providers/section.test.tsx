import { beforeEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { Provider } from '../../../contract/providers.ts'
import { core, resetCore } from '../../../test/fakes/providers-core.ts'
import { asked, button, openEditor, openSection, openTab, save } from '../../../test/fakes/providers-page.tsx'
import { accessibilityFaults } from '../../testing/axe.ts'
import { sampleKey, sampleProvider } from '../../testing/sample-rows.ts'

vi.mock('../../lib/client.ts', async () => (await import('../../../test/fakes/providers-core.ts')).providersClient())

const other: Provider = {
  ...sampleProvider,
  id: '00000000-0000-4000-8000-0000000000a2',
  preset: 'custom',
  name: 'Our gateway',
  monogram: 'OG',
  baseUrl: 'https://llm.example.com/v1',
}

beforeEach(() => {
  resetCore()
  document.documentElement.dataset['theme'] = 'light'
})

test('a save takes back what changed elsewhere, or says nothing', async () => {
  await openEditor()
  await page.getByLabelText('Keys begin with').fill('sk-proj-')
  await expect.element(page.getByText('Changed: prefix')).toBeVisible()
  await save()
  await expect.element(page.getByText('OpenAI saved')).toBeVisible()
  expect(asked('providers.update')).toEqual([{ id: sampleProvider.id, changes: { keyPrefix: 'sk-proj-' } }])
  await expect.element(page.getByRole('tab', { name: 'Connection' })).toHaveFocus()
  await expect.element(page.getByRole('link', { name: /OpenAI.* edited/ })).toBeVisible()
})

test('keys move to another address without anyone being told, or after a no', async () => {
  core.keys = [sampleKey(), sampleKey({ id: crypto.randomUUID(), name: 'Without', hasSecret: false })]
  await openEditor()
  await page.getByLabelText('Base URL').fill('https://proxy.example/v1')
  await save()
  const dialog = page.getByRole('alertdialog', { name: 'Send keys of OpenAI to another address?' })
  await expect.element(dialog.getByText('1 key asks for its secret anew:', { exact: false })).toBeVisible()
  await expect.element(dialog.getByText('Laptop')).toBeVisible()
  await expect.element(dialog.getByText('Without')).not.toBeInTheDocument()
  expect(await accessibilityFaults()).toEqual([])
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect.element(dialog).not.toBeInTheDocument()
  expect(asked('providers.update')).toEqual([])
  await expect.element(page.getByLabelText('Base URL')).toHaveValue('https://proxy.example/v1')
  await save()
  await dialog.getByRole('button', { name: 'Save all the same' }).click()
  await expect.element(page.getByText('OpenAI saved')).toBeVisible()
  expect(asked('providers.update')).toEqual([
    { id: sampleProvider.id, changes: { baseUrl: 'https://proxy.example/v1' } },
  ])
})

test('a proxy that can read along gets keys unasked', async () => {
  core.keys = [sampleKey(), sampleKey({ id: crypto.randomUUID(), name: 'Asks already', trouble: 'origin' })]
  core.providers = [{ ...sampleProvider, caPem: 'an authority' }]
  await openEditor()
  await page.getByRole('radio', { name: /One of its own/ }).click()
  await page.getByLabelText('Address of the proxy').fill('http://proxy.example:3128')
  await save()
  const dialog = page.getByRole('alertdialog', { name: 'Change who can read the keys of OpenAI?' })
  await expect.element(dialog.getByText('http://proxy.example:3128')).toBeVisible()
  await expect.element(dialog.getByText('Laptop')).toBeVisible()
  await expect.element(dialog.getByText('Asks already')).not.toBeInTheDocument()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect.element(dialog).not.toBeInTheDocument()
  expect(asked('providers.update')).toEqual([])
})

test('a proxy that can not read what is sent is asked about', async () => {
  await openEditor()
  await page.getByRole('radio', { name: /One of its own/ }).click()
  await page.getByLabelText('Address of the proxy').fill('http://proxy.example:3128')
  await save()
  await expect.element(page.getByText('OpenAI saved')).toBeVisible()
})

const refuse = (field: string, reason: string) => {
  core.refuse = (procedure) => (procedure === 'providers.update' ? { code: 'INVALID', data: { field, reason } } : null)
}

test('a refusal of the core stands at no field', async () => {
  await openEditor()
  refuse('headers.1', 'carries_key')
  await button('Add a header').click()
  await page.getByLabelText('Name of header 1').fill('X-Team')
  await page.getByLabelText('Value of header 1').fill('evals')
  await button('Add a header').click()
  await page.getByLabelText('Name of header 2').fill('X-Api-Key')
  await page.getByLabelText('Value of header 2').fill('x')
  await openTab(/Prices/)
  await save()
  await expect.element(page.getByText('A header of this name carries a key.', { exact: false })).toBeVisible()
  await expect.element(page.getByLabelText('Name of header 2')).toHaveFocus()
  await expect.element(page.getByRole('tab', { name: /Connection 1 to mend/ })).toBeVisible()
  expect(asked('providers.update')[0]).toEqual({
    id: sampleProvider.id,
    changes: {
      headers: [
        { name: 'X-Team', value: 'evals' },
        { name: 'X-Api-Key', value: 'x' },
      ],
    },
  })
  expect(await accessibilityFaults()).toEqual([])

  refuse('proxy', 'has_user')
  await page.getByRole('radio', { name: /One of its own/ }).click()
  await page.getByLabelText('Address of the proxy').fill('http://me:word@proxy.example:3128')
  await save()
  await expect.element(page.getByText('they would lie in the database', { exact: false })).toBeVisible()
})

test('what was typed is thrown away by a click on another provider', async () => {
  core.providers = [sampleProvider, other]
  await openEditor()
  await page.getByLabelText('Variable').fill('MY_KEY')
  await page.getByRole('link', { name: /Our gateway/ }).click()
  const question = page.getByRole('alertdialog', { name: 'Discard the changes to OpenAI?' })
  await expect.element(question.getByText('Not saved yet: variable.')).toBeVisible()
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect.element(page.getByLabelText('Variable')).toHaveValue('MY_KEY')
  await page.getByRole('link', { name: /Our gateway/ }).click()
  await question.getByRole('button', { name: 'Discard them' }).click()
  await expect.element(page.getByLabelText('Base URL')).toHaveValue(other.baseUrl)
  await page.getByRole('link', { name: /OpenAI/ }).click()
  await expect.element(page.getByLabelText('Variable')).toHaveValue('OPENAI_API_KEY')
})

test('rules can not be ordered by keyboard, or the wrong one is said to decide', async () => {
  core.providers = [
    {
      ...sampleProvider,
      tierRules: [
        { pattern: '*', tier: 'premium' },
        { pattern: '*-mini', tier: 'free' },
      ],
    },
  ]
  await openEditor()
  await openTab(/Model tiers/)
  expect(asked('keys.models')).toEqual([])
  await page.getByRole('combobox', { name: 'Try a model' }).fill('gpt-4o-MINI')
  await expect.element(page.getByText('Rule 1, *, decides:', { exact: false })).toBeVisible()
  await expect.element(page.getByText('For accounts of the type Pro, Enterprise or custom.')).toBeVisible()
  await userEvent.keyboard('{Escape}')
  ;(page.getByLabelText('Pattern of rule 2').element() as HTMLElement).focus()
  await userEvent.keyboard('{Alt>}{ArrowUp}{/Alt}')
  await expect.element(page.getByLabelText('Pattern of rule 1')).toHaveValue('*-mini')
  await expect.element(page.getByLabelText('Pattern of rule 1')).toHaveFocus()
  await expect.element(page.getByText('Rule 1, *-mini, decides:', { exact: false })).toBeVisible()
  await expect.element(page.getByText('For every account type.')).toBeVisible()
  await expect.element(page.getByText('Now rule 1 of 2')).toBeInTheDocument()
  await button('Move rule 1 down').click()
  await expect.element(button('Move rule 2 up')).toHaveFocus()
  await button('Remove rule 2').click()
  await expect.element(button('Remove rule 1')).toHaveFocus()
  await button('Add a rule').click()
  await expect.element(page.getByLabelText('Pattern of rule 2')).toHaveFocus()
  await page.getByLabelText('Pattern of rule 2').fill('o3-*')
  await save()
  await expect.element(page.getByText('OpenAI saved')).toBeVisible()
  expect(asked('providers.update')[0]?.['changes']).toEqual({
    tierRules: [
      { pattern: '*', tier: 'premium' },
      { pattern: 'o3-*', tier: 'standard' },
    ],
  })
})

test('a price drifts on its way to the core, or a slip of the pen is taken for one', async () => {
  await openEditor()
  await openTab(/Prices/)
  await button('Add a price').click()
  await page.getByLabelText('Pattern of price 1').fill('gpt-4o*')
  await page.getByLabelText('Input of price 1', { exact: true }).fill('2,500')
  await page.getByLabelText('Output of price 1').fill('free')
  await save()
  await expect.element(page.getByText('This comma could mean two things.', { exact: false })).toBeVisible()
  await expect.element(page.getByLabelText('Input of price 1', { exact: true })).toHaveFocus()
  expect(asked('providers.update')).toEqual([])
  await page.getByLabelText('Input of price 1', { exact: true }).fill('$0.29')
  await page.getByLabelText('Output of price 1').fill('1.005')
  await save()
  await expect.element(page.getByText('OpenAI saved')).toBeVisible()
  expect(asked('providers.update')[0]?.['changes']).toEqual({
    prices: [{ pattern: 'gpt-4o*', input: 290_000, cached: null, output: 1_005_000 }],
  })
  await expect.element(page.getByLabelText('Output of price 1')).toHaveValue('1.005')
})

test('a reset changes more than it says, or does not say which keys ask anew', async () => {
  core.providers = [{ ...sampleProvider, baseUrl: 'https://proxy.example/v1', needsKey: false, isEdited: true }]
  await openEditor()
  await button('Reset…').click()
  const question = page.getByRole('alertdialog', { name: 'Set OpenAI back to what Keydeck ships?' })
  await expect.element(question.getByText('https://proxy.example/v1 becomes https://api.openai.com/v1')).toBeVisible()
  await expect.element(question.getByText('no becomes yes')).toBeVisible()
  await expect.element(question.getByText('Laptop')).toBeVisible()
  await question.getByRole('button', { name: 'Reset' }).click()
  await expect.element(page.getByLabelText('Base URL')).toHaveValue('https://api.openai.com/v1')
  await expect.element(button('Reset…')).toBeDisabled()
})

test('a provider with keys can be removed, or nobody says which are in the way', async () => {
  core.providers = [sampleProvider, other]
  core.keys = [sampleKey({ providerId: other.id, name: 'In the way' })]
  await openEditor(other.id)
  await button('Remove…').click()
  const blocked = page.getByRole('dialog', { name: 'Our gateway still has keys' })
  await expect.element(blocked.getByText('In the way')).toBeVisible()
  await blocked.getByRole('button', { name: 'Close' }).first().click()
  expect(asked('providers.remove')).toEqual([])
})

test('a removed provider leaves its form open, or asks about what was typed there', async () => {
  core.providers = [sampleProvider, other]
  await openEditor(other.id)
  await page.getByLabelText('Variable').fill('MY_KEY')
  await button('Remove…').click()
  await page.getByRole('alertdialog', { name: 'Remove Our gateway?' }).getByRole('button', { name: 'Remove' }).click()
  await expect.element(page.getByText('Our gateway removed')).toBeVisible()
  await expect.element(page.getByText('Model servers on this machine')).toBeVisible()
  await expect.element(page.getByRole('link', { name: /Our gateway/ })).not.toBeInTheDocument()
})

test('a new provider needs the keys page, or is added and not shown', async () => {
  await openSection()
  await button('Add a provider').click()
  const form = page.getByRole('dialog', { name: 'Add a provider' })
  await form.getByLabelText('Base URL').fill('https://llm.example.com/v1')
  await form.getByLabelText('Name', { exact: true }).fill('Our gateway')
  await form.getByRole('button', { name: /Add the provider/ }).click()
  await expect.element(page.getByText('Our gateway added')).toBeVisible()
  await expect.element(page.getByRole('heading', { name: 'Our gateway' })).toBeVisible()
})

test('sixty providers can not be told apart or walked through by keyboard', async () => {
  core.providers = Array.from({ length: 60 }, (_, place) => ({
    ...other,
    id: `00000000-0000-4000-8000-0000000001${String(place).padStart(2, '0')}`,
    name: `Gateway ${place}`,
  }))
  await openSection()
  await page.getByRole('searchbox', { name: 'Filter the providers' }).fill('gateway 5')
  await expect.poll(() => document.querySelectorAll('.provider-row').length).toBe(12)
  ;(page.getByRole('link', { name: 'On this machine' }).element() as HTMLElement).focus()
  await userEvent.keyboard('{ArrowDown}{ArrowDown}')
  await expect.element(page.getByRole('link', { name: /Gateway 50/ })).toHaveFocus()
  await userEvent.keyboard('{End}{Enter}')
  await expect.element(page.getByRole('heading', { name: 'Gateway 59' })).toBeVisible()
  await page.getByRole('searchbox', { name: 'Filter the providers' }).fill('nothing like it')
  await expect.element(page.getByText('No provider matches “nothing like it”.')).toBeVisible()
})
