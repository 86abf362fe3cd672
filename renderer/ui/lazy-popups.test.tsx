import { useState } from 'react'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { accessibilityFaults } from '../testing/axe.ts'
import { render } from '../testing/render.tsx'
import { ContextMenu } from './context-menu.tsx'
import { IconButton } from './icon-button.tsx'
import { Menu } from './menu.tsx'
import { Select } from './select.tsx'

function Menus({ onRun }: { onRun: (id: string) => void }) {
  const entries = ['Rename', 'Delete'].map((text) => ({ id: text, text, onSelect: () => onRun(text) }))
  return (
    <>
      <ContextMenu entries={entries}>
        <p>The row</p>
      </ContextMenu>
      <Menu trigger={<IconButton label="More" icon={<i />} />} entries={entries} />
    </>
  )
}

function Choice() {
  const [type, setType] = useState('Free')
  const options = ['Free', 'Basic', 'Pro'].map((value) => ({ value, text: value }))
  return (
    <>
      <button type="button">Before</button>
      <Select aria-label="Type" value={type} onValueChange={setType} options={options} />
      <button type="button">After</button>
    </>
  )
}

test('a menu opens at its first press, runs a command once, and gives the focus back to its button', async () => {
  const ran: string[] = []
  await render(<Menus onRun={(id) => ran.push(id)} />)
  const button = page.getByRole('button', { name: 'More' })
  for (const time of [1, 2]) {
    await button.click()
    await expect.element(page.getByRole('menu')).toBeVisible()
    await userEvent.keyboard('{Escape}')
    await expect.element(page.getByRole('menu')).not.toBeInTheDocument()
    await expect.element(button).toHaveFocus()
    await button.click()
    await page.getByRole('menuitem', { name: 'Rename' }).click()
    expect(ran).toHaveLength(time)
    await expect.element(button).toHaveFocus()
  }
})

test.each(['ArrowDown', 'Enter'])(
  'a menu that was never used opens by %s with its first line in focus',
  async (key) => {
    const ran: string[] = []
    await render(<Menus onRun={(id) => ran.push(id)} />)
    await userEvent.keyboard(`{Tab}{${key}}`)
    await expect.element(page.getByRole('menuitem', { name: 'Rename' })).toHaveFocus()
    await userEvent.keyboard('{ArrowDown}{Enter}')
    expect(ran).toEqual(['Delete'])
  },
)

test('a right click opens the menu under the pointer, each time, and what is chosen runs once', async () => {
  const ran: string[] = []
  await render(<Menus onRun={(id) => ran.push(id)} />)
  for (const x of [10, 60]) {
    await page.getByText('The row').click({ button: 'right', position: { x, y: 5 } })
    const menu = page.getByRole('menu')
    await expect.element(menu).toBeVisible()
    const row = page.getByText('The row').element().getBoundingClientRect()
    await expect.poll(() => Math.abs(menu.element().getBoundingClientRect().left - row.left - x)).toBeLessThan(8)
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await expect.element(menu).not.toBeInTheDocument()
  }
  expect(ran).toEqual(['Delete', 'Delete'])
})

test('a choice that the Tab key comes to keeps its place in the order, opens by keys, and takes what is chosen', async () => {
  await render(<Choice />)
  expect(await accessibilityFaults(document)).toEqual([])
  const choice = page.getByRole('combobox', { name: 'Type' })
  await userEvent.keyboard('{Tab}{Tab}')
  await expect.element(choice).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('option', { name: 'Free' })).toHaveFocus()
  await userEvent.keyboard('{ArrowDown}{Enter}')
  await expect.element(choice).toHaveTextContent('Basic')
  await expect.element(choice).toHaveFocus()
  await userEvent.keyboard('{Tab}')
  await expect.element(page.getByRole('button', { name: 'After' })).toHaveFocus()
  expect(await accessibilityFaults(document)).toEqual([])
})

test('a choice opens at its first click', async () => {
  await render(<Choice />)
  await page.getByRole('combobox', { name: 'Type' }).click()
  await page.getByRole('option', { name: 'Pro' }).click()
  await expect.element(page.getByRole('combobox', { name: 'Type' })).toHaveTextContent('Pro')
})

test('the name of an icon shows on hover and on focus by keys, goes by Esc, and can be pointed at', async () => {
  await render(<Menus onRun={() => {}} />)
  const button = page.getByRole('button', { name: 'More' })
  const tip = page.getByText('More', { exact: true })
  await button.hover()
  await expect.element(tip).toBeVisible()
  await tip.hover()
  await expect.element(tip).toBeVisible()
  await page.getByText('The row').hover()
  await expect.element(tip).not.toBeInTheDocument()
  await userEvent.keyboard('{Tab}')
  await expect.element(button).toHaveFocus()
  await expect.element(tip).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await expect.element(tip).not.toBeInTheDocument()
  await expect.element(button).toHaveFocus()
})
