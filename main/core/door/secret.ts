import type { CallError } from '../../../contract/call-error.ts'
import { OriginMismatchError, type SecretReader, SecretStoreError } from '../vault/secret-store/secret-store.ts'
import { callError } from './call-errors.ts'
import type { Passport } from './door-types.ts'

/** What a header can carry: visible ASCII. A library's complaint about anything else would quote the secret. */
const sendable = /^[\x21-\x7e]+$/

/** Step 5, first half: fetches the secret for one request. It is null where the key has none, as for a local server. */
export async function fetchSecret(
  reader: SecretReader,
  passport: Passport,
): Promise<{ secret: string | null; error: null } | { secret: null; error: CallError }> {
  if (!passport.provider.needsKey) return { secret: null, error: null }
  if (passport.secretId === null) {
    const text = `The key "${passport.keyName}" has no secret. Enter one to use it.`
    return { secret: null, error: callError('secret_unavailable', text) }
  }
  let secret: string | null
  try {
    secret = await reader.read({ recordId: passport.secretId, origin: passport.boundOrigin })
  } catch (error) {
    return { secret: null, error: storeError(error, passport) }
  }
  if (secret === null) {
    const text = `The secret store holds nothing for the key "${passport.keyName}".`
    return { secret: null, error: callError('secret_unavailable', text) }
  }
  if (!sendable.test(secret)) {
    const text = `The secret of the key "${passport.keyName}" has characters that can't be sent. Enter it again.`
    return { secret: null, error: callError('secret_unavailable', text) }
  }
  return { secret, error: null }
}

function storeError(error: unknown, passport: Passport): CallError {
  if (error instanceof OriginMismatchError) {
    const text = `The secret of the key "${passport.keyName}" was stored for another address. Enter it again.`
    return callError('origin_mismatch', text)
  }
  if (error instanceof SecretStoreError && error.state === 'locked') {
    return callError('vault_locked', 'The secret store is locked.')
  }
  const state = error instanceof SecretStoreError ? ` (${error.state}, ${error.reason})` : ''
  const text = `The secret store could not answer${state}. The key "${passport.keyName}" is kept as it is.`
  return callError('secret_unavailable', text)
}
