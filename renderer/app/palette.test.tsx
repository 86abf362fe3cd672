import { useState } from 'react'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { accessibilityFaults } from '../testing/axe.ts'
import { render } from '../testing/render.tsx'
import { Palette } from './palette.tsx'
import type { PaletteGroup } from './palette-search.ts'

function Host({ onRun }: { onRun: (id: string) => void }) {
  const [isOpen, setIsOpen] = useState(true)
  const item = (id: string, title: string, note?: string) => ({
    id,
    title,
    ...(note ? { note } : {}),
    run: () => onRun(id),
  })
  const groups: PaletteGroup[] = [
    {
      value: 'Keys',
      items: [item('k1', 'Production Server', 'yx-••••d2c9'), item('k2', 'evals-runner', 'sk-••••9QfA')],
    },
    { value: 'Commands', items: [item('c1', 'Switch to Production'), item('c2', 'Add key')] },
  ]
  return <Palette open={isOpen} onClose={() => setIsOpen(false)} groups={groups} />
}

test('typing narrows both groups, marks the match, and Enter runs the best one and closes', async () => {
  const ran: string[] = []
  await render(<Host onRun={(id) => ran.push(id)} />)
  await expect.element(page.getByRole('combobox')).toHaveFocus()
  await userEvent.keyboard('prod')
  await expect.element(page.getByRole('option', { name: /evals-runner/ })).not.toBeInTheDocument()
  await expect
    .poll(() => [...document.querySelectorAll('mark')].map((mark) => mark.textContent))
    .toEqual(['Prod', 'Prod'])
  await userEvent.keyboard('{ArrowDown}{Enter}')
  expect(ran).toEqual(['c1'])
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
})

test('a key is found by its last four characters', async () => {
  const ran: string[] = []
  await render(<Host onRun={(id) => ran.push(id)} />)
  await expect.element(page.getByRole('combobox')).toHaveFocus()
  await userEvent.keyboard('9qfa')
  await expect.element(page.getByRole('option', { name: /evals-runner/ })).toBeVisible()
  await userEvent.keyboard('{Enter}')
  expect(ran).toEqual(['k2'])
})

test('what matches nothing says so, and Enter does nothing', async () => {
  const ran: string[] = []
  await render(<Host onRun={(id) => ran.push(id)} />)
  await expect.element(page.getByRole('combobox')).toHaveFocus()
  await userEvent.keyboard('zzz')
  await expect.element(page.getByText('Nothing matches “zzz”', { exact: false })).toBeVisible()
  await userEvent.keyboard('{Enter}')
  expect(ran).toEqual([])
})

test('the palette speaks to assistive technology without fault', async () => {
  await render(<Host onRun={() => {}} />)
  await expect.element(page.getByRole('option', { name: /Add key/ })).toBeVisible()
  expect(await accessibilityFaults(document.querySelector('.palette') ?? document)).toEqual([])
})
