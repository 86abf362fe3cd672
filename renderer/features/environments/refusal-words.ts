import { knownError, pick, wordsOf } from '../../lib/known-error.ts'
import { environments } from '../../strings/en/environments.ts'

/** Why the core refused, in a sentence. */
export function refusalWords(error: unknown): string {
  return pick(environments.refusals, knownError(error)?.reason ?? '') ?? wordsOf(error)
}
