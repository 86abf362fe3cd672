import { useEffect, useState } from 'react'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { lazyPart } from '../lib/lazy-part.ts'
import { accessibilityFaults } from '../testing/axe.ts'
import { render } from '../testing/render.tsx'
import { Palette } from './palette.tsx'
import type { PaletteGroup } from './palette-search.ts'
import { holdTyping } from './typed-ahead.ts'

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

test('what is typed before the palette is there is its search, and no letter of it is for the page', async () => {
  const ran: string[] = []
  const pressed: string[] = []
  const Late = lazyPart(async () => {
    await come
    return Host
  })
  const { promise: come, resolve: arrive } = Promise.withResolvers<void>()
  function Frame() {
    const [isWanted, setIsWanted] = useState(false)
    useEffect(() => (isWanted ? holdTyping(() => setIsWanted(false)) : undefined), [isWanted])
    return (
      <>
        <button type="button" onClick={() => setIsWanted(true)} onKeyDown={({ key }) => pressed.push(key)}>
          Search
        </button>
        {isWanted ? <Late onRun={(id) => ran.push(id)} /> : null}
      </>
    )
  }
  await render(<Frame />)
  await page.getByRole('button', { name: 'Search' }).click()
  await userEvent.keyboard('eva{Enter}')
  arrive()
  await expect.element(page.getByRole('combobox')).toHaveValue('eva')
  await expect.element(page.getByRole('combobox')).toHaveFocus()
  await userEvent.keyboard('ls')
  await expect.element(page.getByRole('combobox')).toHaveValue('evals')
  await userEvent.keyboard('{Enter}')
  expect([ran, pressed]).toEqual([['k2'], []])
})
