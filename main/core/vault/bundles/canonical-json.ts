/**
 * Reads JSON that is written as `JSON.stringify` writes it, and nothing else: of a name that stands twice in an object,
 * of `1e3`, or of half a surrogate, two readers could make two things. Undefined for what isn't.
 */
export function readCanonicalJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return JSON.stringify(value) === text && text.isWellFormed() && !HALF_SURROGATE.test(text) ? value : undefined
  } catch {
    // Too deep for the stack counts as well.
    return undefined
  }
}

/** `JSON.stringify` escapes only those surrogates that stand alone. An even number of backslashes before it are text. */
const HALF_SURROGATE = /(?<!\\)(?:\\\\)*\\ud[89a-f]/
