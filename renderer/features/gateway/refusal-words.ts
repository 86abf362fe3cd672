import { knownError, pick, wordsOf } from '../../lib/known-error.ts'
import { localKeys } from '../../strings/en/local-keys.ts'

const words = localKeys.refused

/** Why something was not done with a local key, as a sentence. */
export function refusalWords(error: unknown): string {
  const known = knownError(error)
  if (known?.code === 'NOT_FOUND') return words.not_found
  return (known && pick(words, known.reason)) ?? wordsOf(error)
}
