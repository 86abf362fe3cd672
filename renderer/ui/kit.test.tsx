import { Copy, Plus, Trash2 } from 'lucide-react'
import type { FormEvent } from 'react'
import { afterEach, expect, test } from 'vitest'
import { type Locator, page, userEvent } from 'vitest/browser'
import { listenForShortcuts, registerShortcut } from '../lib/shortcut-registry.ts'
import { accessibilityFaults } from '../testing/axe.ts'
import { Kit } from '../testing/kit.tsx'
import { render } from '../testing/render.tsx'
import { Button } from './button.tsx'
import { Menu } from './menu.tsx'

const root = document.documentElement
const focusOn = (locator: Locator) => (locator.element() as HTMLElement).focus()

afterEach(() => {
  delete root.dataset['theme']
})

test.each(['light', 'dark'])(
  'every component in every state is without accessibility fault in the %s theme',
  async (theme) => {
    root.dataset['theme'] = theme
    await render(<Kit />)
    await expect.element(page.getByRole('button', { name: 'Add key' })).toBeVisible()
    await page.getByRole('button', { name: 'Say it' }).click()
    await expect.element(page.getByText('deepseek-ci deleted')).toBeVisible()
    expect(await accessibilityFaults()).toEqual([])
  },
)

test.each(['light', 'dark'])('every environment can be told from its ground in the %s theme: 3 to 1', async (theme) => {
  root.dataset['theme'] = theme
  await render(<Kit />)
  const style = getComputedStyle(root)
  const grounds = ['--bg-canvas', '--bg-card', '--bg-chrome', '--bg-selected'].map((name) =>
    style.getPropertyValue(name),
  )
  for (const colour of ['teal', 'violet', 'magenta', 'blue', 'pink', 'slate']) {
    for (const ground of grounds) {
      const ratio = contrast(style.getPropertyValue(`--env-${colour}`), ground)
      expect(ratio, `${colour} on ${ground}`).toBeGreaterThanOrEqual(3)
    }
  }
})

test('a menu opens by keyboard, runs what is chosen and gives the focus back', async () => {
  const ran: string[] = []
  await render(
    <Menu
      trigger={<Button>More</Button>}
      entries={[
        { id: 'copy', text: 'Copy', icon: <Copy className="i" />, onSelect: () => ran.push('copy') },
        { id: 'rule', separator: true },
        {
          id: 'delete',
          text: 'Delete',
          icon: <Trash2 className="i" />,
          danger: true,
          onSelect: () => ran.push('delete'),
        },
      ]}
    />,
  )
  const trigger = page.getByRole('button', { name: 'More' })
  await trigger.click()
  await expect.element(page.getByRole('menu')).toBeVisible()
  expect(await accessibilityFaults()).toEqual([])
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{Enter}')
  expect(ran).toEqual(['delete'])
  await expect.element(trigger).toHaveFocus()
})

test('a busy button that has the focus leaves the page its shortcuts, and sends no form', async () => {
  let ran = 0
  let sent = 0
  const stopListening = listenForShortcuts()
  const remove = registerShortcut({ combo: 'n', label: 'Add key', group: 'Keys', run: () => (ran += 1) })
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    sent += 1
  }
  try {
    await render(
      <form onSubmit={onSubmit}>
        <input aria-label="Name" />
        <Button busy type="submit">
          Check
        </Button>
      </form>,
    )
    focusOn(page.getByRole('button', { name: 'Check' }))
    await userEvent.keyboard('n')
    expect(ran).toBe(1)
    await userEvent.keyboard('{Enter}')
    focusOn(page.getByRole('textbox', { name: 'Name' }))
    await userEvent.keyboard('{Enter}')
    expect(sent).toBe(0)
  } finally {
    remove()
    stopListening()
  }
})

test('a busy button takes no second press but keeps the focus', async () => {
  let presses = 0
  const screen = await render(
    <Button icon={<Plus className="i" />} onClick={() => (presses += 1)}>
      Send
    </Button>,
  )
  await screen.getByRole('button').click()
  await screen.rerender(
    <Button busy onClick={() => (presses += 1)}>
      Send
    </Button>,
  )
  await userEvent.keyboard('{Enter}')
  expect(presses).toBe(1)
})

/** WCAG contrast of two hex colours. */
function contrast(first: string, second: string): number {
  const [light, dark] = [luminance(first), luminance(second)].toSorted((a, b) => b - a)
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05)
}

function luminance(hex: string): number {
  const parts = hex.trim().slice(1).match(/../g) ?? []
  const [red = 0, green = 0, blue = 0] = parts.map((part) => {
    const share = Number.parseInt(part, 16) / 255
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
