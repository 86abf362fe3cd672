import { KeydeckError } from '../../keydeck-error.ts'
import { OriginMismatchError, SecretStoreError } from './secret-store.ts'

/** What the page is told where the store can't do what was asked. */
export const storeUnavailable = ({ state, reason }: Pick<SecretStoreError, 'state' | 'reason'>) =>
  new KeydeckError('STORE_UNAVAILABLE', { state, reason })

/** Lets everything through but a store's own failure, which becomes the page's. */
export async function toThePage<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof SecretStoreError ? storeUnavailable(error) : error
  }
}

/** What is wrong with a passphrase change, as the form shows it. */
export function passphraseFault(error: unknown): unknown {
  if (error instanceof OriginMismatchError) return new KeydeckError('CONFLICT', { reason: 'unreadable_secret' })
  if (!(error instanceof SecretStoreError)) return error
  if (error.reason !== 'wrong_passphrase') return storeUnavailable(error)
  return new KeydeckError('INVALID', { field: 'current', reason: 'wrong_passphrase' })
}
