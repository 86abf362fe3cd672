import { isMac } from './platform.ts'

/** A key with its modifiers, as in `mod+k`, `?`, `mod+shift+p`, `alt+1`. `mod` is Command on a Mac, Ctrl elsewhere. */
export type Combo = string

const macGlyphs: Record<string, string> = { mod: '⌘', ctrl: '⌃', alt: '⌥', shift: '⇧' }
const words: Record<string, string> = { mod: 'Ctrl', ctrl: 'Ctrl', alt: 'Alt', shift: 'Shift' }
const keyNames: Record<string, string> = {
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  enter: 'Enter',
  escape: 'Esc',
  delete: 'Del',
  backspace: '⌫',
  space: 'Space',
  home: 'Home',
  end: 'End',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  plus: '+',
}
const modifierOrder = ['ctrl', 'mod', 'alt', 'shift']

interface ParsedCombo {
  key: string
  modifiers: string[]
}

function parse(combo: Combo): ParsedCombo {
  const parts = combo.toLowerCase().split('+')
  const key = parts.pop() ?? ''
  return { key, modifiers: parts }
}

/** The keys of a shortcut as the person's keyboard shows them, one string a key cap. */
export function keyCaps(combo: Combo, mac: boolean = isMac): string[] {
  const { key, modifiers } = parse(combo)
  const ordered = modifierOrder.filter((modifier) => modifiers.includes(modifier))
  const names = mac ? macGlyphs : words
  return [...ordered.map((modifier) => names[modifier] ?? modifier), keyNames[key] ?? key.toUpperCase()]
}

/** What a key event must look like for a shortcut to fire; a subset of KeyboardEvent so that it can be tested. */
export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'code' | 'keyCode' | 'isComposing' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'
>

/** True while an input method is composing: then no key is a command, Enter least of all. */
export function isComposing(event: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean {
  return event.isComposing || event.keyCode === 229
}

/** Whether a key event is this shortcut. */
export function matches(combo: Combo, event: KeyPress, mac: boolean = isMac): boolean {
  if (isComposing(event)) return false
  const { key, modifiers } = parse(combo)
  const wantsMod = modifiers.includes('mod')
  const wantsCtrl = modifiers.includes('ctrl') || (wantsMod && !mac)
  const wantsMeta = wantsMod && mac
  if (event.ctrlKey !== wantsCtrl || event.metaKey !== wantsMeta) return false
  if (event.altKey !== modifiers.includes('alt')) return false
  const isSymbol = key.length === 1 && !/[a-z0-9]/.test(key)
  if (!isSymbol && event.shiftKey !== modifiers.includes('shift')) return false
  if (key === 'space') return event.key === ' '
  if (key === 'plus') return event.key === '+'
  if (/^[0-9]$/.test(key)) return event.key === key || event.code === `Digit${key}` || event.code === `Numpad${key}`
  return event.key.toLowerCase() === key
}

/** Whether a plain key typed here is text, so that it must not run a command. */
export function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.closest('[role="textbox"]')) return true
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true
  if (!(target instanceof HTMLInputElement)) return false
  return !['button', 'checkbox', 'radio', 'range', 'submit', 'reset', 'file', 'color'].includes(target.type)
}
