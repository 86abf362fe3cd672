import type { Provider } from '../../../../contract/providers.ts'
import { wordsOf } from './key-shape.ts'

/** What a guess goes by. */
type Known = Pick<Provider, 'id' | 'name' | 'keyPrefix' | 'variable'>

/** Shorter beginnings say nothing. */
const SHORTEST_PREFIX = 3
const COMMON_WORDS = new Set(['api', 'key', 'apikey', 'token', 'secret', 'access'])

/** How keys of these providers begin. */
export function keyPrefixes(providers: readonly Known[]): string[] {
  return providers.map((provider) => provider.keyPrefix).filter((prefix) => prefix.length >= SHORTEST_PREFIX)
}

/**
 * Whose key it is, by the longest beginning that fits. Several providers' keys begin with `sk-`: then the variable's
 * words decide, and where they don't, or say otherwise, nobody knows.
 */
export function guessProvider<Of extends Known>(
  providers: readonly Of[],
  key: { value: string; label: string },
): Of | null {
  const fitting = longest(
    providers.filter(({ keyPrefix }) => keyPrefix.length >= SHORTEST_PREFIX && key.value.startsWith(keyPrefix)),
    (provider) => provider.keyPrefix.length,
  )
  const [only, ...others] = fitting
  if (only && others.length === 0) return only
  const named = namedProvider(providers, key.label)
  if (!named || fitting.length === 0 || fitting.includes(named)) return named
  // A key that begins otherwise than this provider's do belongs to none that is known for sure.
  return named.keyPrefix === '' ? named : null
}

/** The provider whose variable or name stands in a label, word for word; the one that says the most. */
export function namedProvider<Of extends Known>(providers: readonly Of[], label: string): Of | null {
  const words = wordsOf(label)
  if (words.length === 0) return null
  const told = providers.flatMap((provider) =>
    [stemOf(provider.variable), wordsOf(provider.name)]
      .filter((stem) => contains(words, stem))
      .map((stem) => ({ provider, length: stem.join('').length })),
  )
  const best = new Set(longest(told, (one) => one.length).map((one) => one.provider))
  const [first] = best
  return first && best.size === 1 ? first : null
}

/** `OPENAI_API_KEY` without the words that every variable has. */
export const stemOf = (variable: string): string[] => wordsOf(variable).filter((word) => !COMMON_WORDS.has(word))

/** Whether the stem stands in the words: as words in a row, or written as one. */
function contains(words: readonly string[], stem: readonly string[]): boolean {
  if (stem.length === 0) return false
  const whole = stem.join('')
  return words.some((_word, at) => {
    let joined = ''
    for (const word of words.slice(at)) {
      joined += word
      if (joined === whole) return true
      if (joined.length >= whole.length) return false
    }
    return false
  })
}

function longest<Item>(items: readonly Item[], lengthOf: (item: Item) => number): Item[] {
  const most = Math.max(...items.map(lengthOf))
  return items.filter((item) => lengthOf(item) === most)
}
