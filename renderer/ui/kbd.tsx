import { type Combo, keyCaps } from '../lib/shortcuts.ts'

/** The keys of a shortcut, written as this keyboard shows them. Hidden from screen readers: the label says what to press. */
export function Kbd({ combo }: { combo: Combo }) {
  const caps = keyCaps(combo)
  return (
    <span className="kbds" aria-hidden="true">
      {caps.map((cap) => (
        <kbd className="kbd" key={cap}>
          {cap}
        </kbd>
      ))}
    </span>
  )
}
