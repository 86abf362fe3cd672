/** The longest name that a key can have. */
const longest = 80

/** A name that no key has yet: the wanted one, or with the next number behind it. */
export function freeName(wanted: string, taken: readonly string[]): string {
  const known = new Set(taken.map((name) => name.trim().toLowerCase()))
  let name = wanted.slice(0, longest)
  for (let number = 2; known.has(name.toLowerCase()); number += 1) {
    const end = ` ${number}`
    name = `${wanted.slice(0, longest - end.length)}${end}`
  }
  return name
}
