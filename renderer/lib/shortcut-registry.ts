import { type Combo, isTextField, matches } from './shortcuts.ts'

/** A shortcut as the page registered it. The keyboard help lists exactly these. */
export interface Shortcut {
  combo: Combo
  /** What it does, in the help's words. */
  label: string
  /** Heading in the help. */
  group: string
  run: () => void
  /** Runs although a text field has the focus. Shortcuts with `mod` always do. */
  inText?: boolean
  /** Runs although a dialog is open. */
  inDialog?: boolean
  /** Works where it can, but is not promised in the help: the browser around the page may keep it for itself. */
  hidden?: boolean
  /** The part that has the focus does it by itself: listed in the help, never run from here. */
  isLocal?: boolean
}

let shortcuts: readonly Shortcut[] = []
const listeners = new Set<() => void>()

function publish(next: readonly Shortcut[]): void {
  shortcuts = next
  for (const listener of listeners) listener()
}

/** Adds a shortcut and returns how to take it away. Of two with the same keys the newer one runs. */
export function registerShortcut(shortcut: Shortcut): () => void {
  publish([...shortcuts, shortcut])
  return () => publish(shortcuts.filter((other) => other !== shortcut))
}

/** The shortcuts that work now. */
export function currentShortcuts(): readonly Shortcut[] {
  return shortcuts
}

/** Calls back when shortcuts come or go. */
export function watchShortcuts(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function dialogIsOpen(): boolean {
  return (
    document.querySelector('[data-open]:is([role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"])') !==
    null
  )
}

/** Finds and runs the shortcut that a key event asks for. Returns whether one ran. */
export function dispatchShortcut(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.repeat) return false
  const inText = isTextField(event.target)
  const dialog = dialogIsOpen()
  const found = shortcuts.findLast((shortcut) => {
    if (shortcut.isLocal || (dialog && !shortcut.inDialog)) return false
    if (inText && !shortcut.inText && !/(^|\+)(mod|ctrl)\+/.test(shortcut.combo)) return false
    return matches(shortcut.combo, event)
  })
  if (!found) return false
  event.preventDefault()
  found.run()
  return true
}

/** Starts listening on the window; the app does it once. Returns how to stop. */
export function listenForShortcuts(): () => void {
  const listener = (event: KeyboardEvent) => {
    dispatchShortcut(event)
  }
  window.addEventListener('keydown', listener)
  return () => window.removeEventListener('keydown', listener)
}
