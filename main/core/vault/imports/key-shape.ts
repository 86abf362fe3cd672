/** Shorter ones are words, ports and ids. */
const SHORTEST_KEY = 16
/** Of a key that begins as a provider's keys do; `sk-learn` is none. */
const SHORTEST_REST = 8

const PLACEHOLDER_WORDS = new Set(
  'your yours changeme placeholder example insert replace dummy todo here redacted secret xxx'.split(' '),
)

/** Whether a value begins as keys do and goes on long enough. */
export function hasKeyPrefix(value: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => value.startsWith(prefix) && value.length >= prefix.length + SHORTEST_REST)
}

/** Whether a value could be a key by its look alone: long, one word, and no address, path, number or plain word. */
export function looksLikeKey(value: string): boolean {
  if (value.length < SHORTEST_KEY || !/^[\x21-\x7e]+$/.test(value)) return false
  if (value.includes('://') || /^[~.]?\//.test(value) || /[\\,;<>(){}|]/.test(value)) return false
  const hasBothCases = /[a-z]/.test(value) && /[A-Z]/.test(value)
  return /[a-z]/i.test(value) && (/\d/.test(value) || (hasBothCases && !/[-_. ]/.test(value)))
}

/** Whether letters and digits alternate as no person's words do: then a name is a key itself, in the wrong place. */
export function looksRandom(text: string): boolean {
  return (text.match(/[A-Za-z]\d|\d[A-Za-z]/g)?.length ?? 0) >= 4
}

/** Whether a value only holds a key's place, as in `sk-your-key-here`, `<key>` or `sk-xxxxxxxx`. */
export function isPlaceholder(value: string): boolean {
  if (/^<.*>$|^\[.*\]$|^\{\{.*\}\}$/.test(value)) return true
  const words = value.toLowerCase().split(/[^a-z0-9]+/)
  return words.some((word) => PLACEHOLDER_WORDS.has(word) || /^(.)\1{5,}$/.test(word) || /^x{3,}$/.test(word))
}

/** Whether a variable is called as those are that hold keys: `OPENAI_API_KEY`, `STAGING_TOKEN`, `apiKey`. */
export function namesKey(variable: string): boolean {
  return wordsOf(variable).some((word) => ['key', 'apikey', 'token', 'secret'].includes(word))
}

/** The words of a variable or a label, in small letters: `OPENAI_API_KEY`, `openaiApiKey` and `OpenAI API key` alike. */
export function wordsOf(text: string): string[] {
  return (
    text
      .replace(/([a-z\d])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  )
}
