import type { CallError } from '../../../contract/call-error.ts'
import { readBinding, readerOf } from './binding.ts'
import { callError } from './call-errors.ts'
import type { Passport } from './door-types.ts'
import { type Base, type BaseRefusal, isPlainTarget, parseBase } from './target.ts'

const words: Readonly<Record<BaseRefusal, string>> = {
  not_a_url: 'is not a web address',
  insecure: 'is not encrypted: only https is allowed, or http to this machine (127.0.0.1, [::1], localhost)',
  credentials: 'holds a user name or a password',
  query: 'holds a query or a fragment',
  path: 'holds a path that servers read in different ways',
  characters: 'holds characters that an address must not have',
}

type Place = { base: Base; error: null } | { base: null; error: CallError }

/** A passport never changes: after each change to what it says there is another. */
const places = new WeakMap<Passport, Place>()

/** Step 4: where the request may go, or why it may not. */
export function whereTo(passport: Passport, path: string): Place {
  let place = places.get(passport)
  if (!place) places.set(passport, (place = placeOf(passport)))
  if (!place.base || isPlainTarget(path)) return place
  return { base: null, error: callError('invalid_request', 'The path of the request is not one that can be sent.') }
}

function placeOf(passport: Passport): Place {
  const { base, refusal } = parseBase(passport.provider.baseUrl)
  if (!base) {
    const text = `The address of ${passport.provider.name} ${words[refusal]}.`
    return { base: null, error: callError('insecure_url', text) }
  }
  const { origin, reader } = readBinding(passport.boundOrigin)
  const bound = parseBase(origin + passport.boundPath).base
  if (!bound || bound.origin !== base.origin || bound.path !== base.path) {
    const text = `The key "${passport.keyName}" was stored for ${origin}${passport.boundPath}, and the address of ${passport.provider.name} is now another. Enter the key again to use it there.`
    return { base: null, error: callError('origin_mismatch', text) }
  }
  if (reader !== readerOf(passport.provider)) {
    const text = `The proxy and the certificate authority of ${passport.provider.name}, which together can read what is sent, are not those that the key "${passport.keyName}" was stored for. Enter the key again to use it there.`
    return { base: null, error: callError('origin_mismatch', text) }
  }
  return { base, error: null }
}
