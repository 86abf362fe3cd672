import { useState } from 'react'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from '../testing/render.tsx'
import { Combobox } from './combobox.tsx'
import { Field } from './field.tsx'

const options = ['gpt-5', 'gpt-5-mini', 'claude-sonnet-4-5'].map((value) => ({ value }))

function Host({ start = '', onCommit }: { start?: string; onCommit?: (value: string) => void }) {
  const [model, setModel] = useState(start)
  return (
    <Field label="Model">
      <Combobox value={model} onValueChange={setModel} options={options} {...(onCommit ? { onCommit } : {})} />
    </Field>
  )
}

test('a model id that is in no list can be typed and is kept', async () => {
  const committed: string[] = []
  await render(<Host onCommit={(value) => committed.push(value)} />)
  const input = page.getByRole('combobox', { name: 'Model' })
  await input.fill('my-own-finetune')
  await expect.element(page.getByText('Use “my-own-finetune” as typed')).toBeVisible()
  await userEvent.keyboard('{Enter}')
  await expect.element(input).toHaveValue('my-own-finetune')
  expect(committed.at(-1)).toBe('my-own-finetune')
})

test('opening a field that holds a choice still shows every choice', async () => {
  await render(<Host start="gpt-5-mini" />)
  await page.getByRole('combobox', { name: 'Model' }).click()
  await expect.element(page.getByRole('option', { name: 'claude-sonnet-4-5' })).toBeVisible()
})

test('typing filters, and the arrow keys and Enter choose', async () => {
  const committed: string[] = []
  await render(<Host onCommit={(value) => committed.push(value)} />)
  const input = page.getByRole('combobox', { name: 'Model' })
  await input.click()
  await userEvent.keyboard('claude')
  await expect.element(page.getByRole('option', { name: 'gpt-5-mini' })).not.toBeInTheDocument()
  await userEvent.keyboard('{ArrowDown}{Enter}')
  await expect.element(input).toHaveValue('claude-sonnet-4-5')
  expect(committed).toContain('claude-sonnet-4-5')
})
