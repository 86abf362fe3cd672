import { knownError, pick, wordsOf } from '../../lib/known-error.ts'
import { keysEdit } from '../../strings/en/keys-edit.ts'

const words = keysEdit.refused

/** Why a key was not changed, as a sentence. */
export function refusalWords(error: unknown): string {
  const known = knownError(error)
  if (known?.code === 'NOT_FOUND') return words.not_found
  if (known?.code === 'STORE_UNAVAILABLE') return words.store
  return (known && pick(words, known.reason)) ?? wordsOf(error)
}

/** Whether a reason from the person would let it through. */
export function asksForReason(error: unknown): boolean {
  return knownError(error)?.reason === 'same_secret_other_environment'
}
