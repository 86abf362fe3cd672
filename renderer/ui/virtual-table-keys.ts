import { currentShortcuts } from '../lib/shortcut-registry.ts'
import { isComposing, matches } from '../lib/shortcuts.ts'

type Lines = readonly { kind: 'group' | 'row' }[]

/** The next line that is a row, from `start` on; -1 where there is none. */
export function rowFrom(lines: Lines, start: number, step: 1 | -1): number {
  for (let index = start; index >= 0 && index < lines.length; index += step) {
    if (lines[index]?.kind === 'row') return index
  }
  return -1
}

/** The row nearest to a place, where the row that was there went away. */
export function rowNear(lines: Lines, place: number): number {
  const below = rowFrom(lines, Math.min(Math.max(place, 0), lines.length - 1), 1)
  return below === -1 ? rowFrom(lines, lines.length - 1, -1) : below
}

/** Where a key moves to from the active line; null for a key that doesn't move. `page` is how many rows are in sight. */
export function lineAfterKey(key: string, lines: Lines, active: number, page: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return rowFrom(lines, active + 1, 1)
    case 'ArrowUp':
      return rowFrom(lines, active - 1, -1)
    case 'Home':
      return rowFrom(lines, 0, 1)
    case 'End':
      return rowFrom(lines, lines.length - 1, -1)
    case 'PageDown':
      return rowFrom(lines, Math.min(lines.length - 1, active + page), -1)
    case 'PageUp':
      return rowNear(lines, active - page)
    default:
      return null
  }
}

/** As in lists of the system: letters within a second belong together. */
const patience = 1_000

interface TypedKey extends Pick<KeyboardEvent, 'key' | 'code' | 'keyCode' | 'isComposing' | 'timeStamp'> {
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  shiftKey: boolean
}

/**
 * What was typed so far to find a name, with this key; null where the key is none of it. A letter that is a shortcut
 * doesn't begin a name, unless Shift is held.
 */
export function createTypeahead(): (event: TypedKey) => string | null {
  let typed = ''
  let last = Number.NEGATIVE_INFINITY
  return (event) => {
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey || isComposing(event)) return null
    const goesOn = event.timeStamp - last < patience
    if (
      !goesOn &&
      (event.key === ' ' || currentShortcuts().some(({ combo, isLocal }) => !isLocal && matches(combo, event)))
    )
      return null
    last = event.timeStamp
    typed = goesOn ? typed + event.key : event.key
    return typed
  }
}

/** The line whose name begins with what was typed: from the active one on, and round from the top. One letter, typed again, goes on. */
export function lineByName(names: readonly (string | null)[], typed: string, active: number): number {
  const letters = typed.toLowerCase()
  const first = letters.charAt(0)
  const isOneLetter = letters === first.repeat(letters.length)
  const wanted = isOneLetter ? first : letters
  const start = isOneLetter ? active + 1 : Math.max(active, 0)
  for (let step = 0; step < names.length; step += 1) {
    const index = (start + step) % names.length
    if (names[index]?.toLowerCase().startsWith(wanted)) return index
  }
  return -1
}
