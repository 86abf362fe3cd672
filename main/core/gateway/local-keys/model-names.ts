import type { Passport } from '../../door/door-types.ts'
import type { Source } from './vault-models.ts'

type Provider = Passport['provider']

const knownWords = new WeakMap<Provider, readonly string[]>()

/** The words by which a client may name a provider before a slash; the first is how it is listed. */
export function providerWords(provider: Provider): readonly string[] {
  const before = knownWords.get(provider)
  if (before) return before
  const words = [wordOf(provider.name)]
  if (provider.preset !== '' && provider.preset !== 'custom') words.push(provider.preset)
  const answer = [...new Set(words)].filter((word) => word !== '')
  knownWords.set(provider, answer)
  return answer
}

/** `LM Studio` is `lm-studio`. */
const wordOf = (name: string) =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}.]+/gu, '-')
    .replace(/^-+|-+$/g, '')

/** The rest of a name that begins with this provider and a slash; null for any other name. */
export function behindProvider(name: string, provider: Provider): string | null {
  const slash = name.indexOf('/')
  if (slash < 1 || slash === name.length - 1) return null
  const word = name.slice(0, slash).normalize('NFKC').toLowerCase()
  return providerWords(provider).includes(word) ? name.slice(slash + 1) : null
}

/**
 * Whether a server may take a name for others, which nobody here was asked about: LiteLLM and Helicone read `one,other` as
 * a list, and who puts a name into an address resolves `one/../other`.
 */
export const mayMeanOthers = (name: string): boolean => /,|(?:^|[/\\])\.\.?(?:[/\\]|$)|%2[ef]|%5c/i.test(name)

/**
 * Whether a provider takes a name that it lists in another form: Gemini lists `models/ID`, Ollama `ID:latest`, and
 * OpenRouter takes `ID:online` for every ID.
 */
export function isListedOtherwise({ list }: Source, name: string): boolean {
  if (!list || mayMeanOthers(name)) return false
  if (list.ids.has(`models/${name}`) || list.ids.has(`${name}:latest`)) return true
  const colon = name.lastIndexOf(':')
  return colon > 0 && list.ids.has(name.slice(0, colon))
}
