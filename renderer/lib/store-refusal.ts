import { storeRefusals, troubles } from '../strings/en/secret-store.ts'
import { knownError, pick, wordsOf } from './known-error.ts'

/** Why the secret store did not do what was asked, as a sentence. */
export function refusalOf(error: unknown): string {
  const known = knownError(error)
  if (known?.code === 'STORE_UNAVAILABLE') return reasonWords(known.reason)
  return (known && pick(storeRefusals, known.reason)) ?? wordsOf(error)
}

/** What a reason of the store comes to, in one sentence. */
export function reasonWords(reason: string | null): string {
  const isKnown = reason !== null && Object.hasOwn(troubles, reason)
  return `${troubles[isKnown ? (reason as keyof typeof troubles) : 'unknown'].title}.`
}
