import { foldedName } from '../folded-name.ts'

/** As long as a name may be. */
const LONGEST = 80

/** The name, or the first of `name (2)`, `name (3)` that nobody has. */
export function uniqueName(name: string, taken: readonly string[]): string {
  const names = new Set(taken.map(foldedName))
  if (!names.has(foldedName(name))) return name
  for (let count = 2; ; count += 1) {
    const ending = ` (${count})`
    const candidate = `${shortened(name, LONGEST - ending.length)}${ending}`
    if (!names.has(foldedName(candidate))) return candidate
  }
}

/** Never cut inside a character. */
function shortened(name: string, length: number): string {
  const cut = name.slice(0, length)
  return (cut.isWellFormed() ? cut : cut.slice(0, -1)).trimEnd()
}
