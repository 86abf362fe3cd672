import type { KeyRow } from './types.ts'

/** The keys that hold every word of the filter in their name, provider, environment, tags, notes or last characters. */
export function filterKeys(rows: readonly KeyRow[], filter: string): readonly KeyRow[] {
  const wanted = filter.toLowerCase().split(/\s+/).filter(Boolean)
  if (wanted.length === 0) return rows
  return rows.filter((row) => {
    const text = textOf(row)
    return wanted.every((word) => text.includes(word))
  })
}

const texts = new WeakMap<KeyRow, string>()

/** Put together once a row: a thousand rows are searched at every key stroke. */
function textOf(row: KeyRow): string {
  const known = texts.get(row)
  if (known !== undefined) return known
  const { key, provider, environment } = row
  const mask = `${key.prefix}${key.last4} ${key.last4} ${key.fingerprint}`
  const text = [key.name, provider.name, environment.name, mask, ...key.tags, key.notes].join('\n').toLowerCase()
  texts.set(row, text)
  return text
}
