import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from '../testing/render.tsx'
import { TextInput } from '../ui/text-input.tsx'
import { useCommands } from './commands.ts'
import { currentShortcuts, dispatchShortcut, listenForShortcuts } from './shortcut-registry.ts'
import { keyCaps, matches } from './shortcuts.ts'
import { useShortcut } from './use-shortcut.ts'

const press = (key: string, more: Partial<KeyboardEventInit> & { keyCode?: number } = {}) =>
  new KeyboardEvent('keydown', { key, code: `Key${key.toUpperCase()}`, cancelable: true, bubbles: true, ...more })

function Host({ onRun, isOn = true }: { onRun: (what: string) => void; isOn?: boolean }) {
  useShortcut('n', () => onRun('n'), { label: 'Add key', group: 'Keys', enabled: isOn })
  useShortcut('ctrl+j', () => onRun('ctrl+j'), { label: 'Jump', group: 'Keys' })
  useCommands([{ id: 'x', title: 'Export', shortcut: 'ctrl+e', group: 'Keys', run: () => onRun('export') }])
  return <TextInput aria-label="Filter" value="" onValueChange={() => {}} />
}

test('Enter and letters that an input method is composing run nothing', () => {
  expect(matches('enter', press('Enter', { isComposing: true }), false)).toBe(false)
  expect(matches('enter', Object.assign(press('Enter'), {}), false)).toBe(true)
  const legacy = { ...keyPress('Enter'), keyCode: 229 }
  expect(matches('enter', legacy, false)).toBe(false)
})

const keyPress = (key: string) => ({
  key,
  code: key,
  keyCode: 13,
  isComposing: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
})

test('mod is Command on a Mac and Ctrl elsewhere, in what runs and in what is shown', () => {
  expect(matches('mod+k', { ...keyPress('k'), metaKey: true }, true)).toBe(true)
  expect(matches('mod+k', { ...keyPress('k'), ctrlKey: true }, true)).toBe(false)
  expect(matches('mod+k', { ...keyPress('k'), ctrlKey: true }, false)).toBe(true)
  expect(keyCaps('mod+shift+k', true)).toEqual(['⌘', '⇧', 'K'])
  expect(keyCaps('mod+shift+k', false)).toEqual(['Ctrl', 'Shift', 'K'])
})

test('a digit runs by its place on the keyboard, so that Shift and French layouts do no harm', () => {
  const event = { ...keyPress('&'), code: 'Digit1', altKey: true, shiftKey: true }
  expect(matches('alt+shift+1', event, false)).toBe(true)
})

test('a plain key is text in a text field, while one with Ctrl still runs', async () => {
  const ran: string[] = []
  const stop = listenForShortcuts()
  await render(<Host onRun={(what) => ran.push(what)} />)
  await page.getByRole('textbox', { name: 'Filter' }).click()
  await userEvent.keyboard('n{Control>}j{/Control}')
  expect(ran).toEqual(['ctrl+j'])
  ;(document.activeElement as HTMLElement).blur()
  await userEvent.keyboard('n{Control>}e{/Control}')
  expect(ran).toEqual(['ctrl+j', 'n', 'export'])
  stop()
})

test('a shortcut that is off or gone is neither run nor listed', async () => {
  const ran: string[] = []
  const screen = await render(<Host isOn={false} onRun={(what) => ran.push(what)} />)
  expect(currentShortcuts().map((shortcut) => shortcut.label)).toEqual(['Jump', 'Export'])
  expect(dispatchShortcut(press('n'))).toBe(false)
  await screen.unmount()
  expect(currentShortcuts()).toEqual([])
  expect(ran).toEqual([])
})
