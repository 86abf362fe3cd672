import type { ProviderHeader } from '../../../contract/providers.ts'
import { headerName, hopByHop } from './headers.ts'

/** Why a header can't go with every call to a provider. The page has a sentence for each. */
export type HeaderRefusal = 'bad_name' | 'set_by_keydeck' | 'carries_key' | 'bad_value'

/** What HTTP, the body of each call and the way to the provider decide, and nobody else. */
const decidedByCall = new Set([
  ...hopByHop,
  'host',
  'accept',
  'accept-encoding',
  'content-encoding',
  'content-length',
  'content-type',
  'forwarded',
  'origin',
  'range',
  'via',
])
const decidedPrefixes = ['proxy-', 'sec-', 'x-forwarded-', 'access-control-']

/** A header's value lies in the database, where no key may be: whatever is called as a credential is refused by its name. */
const credential =
  /authori[sz]ation|authentica|api[-_.]?key|secret|passw|credential|cookie|^cf-access-|(^|[-_.])(auth|jwt|bearer|signature|key|token)([-_.]|$)|(key|token)$/

// Latin-1 without control characters, the tab among them.
const printable = /^[\x20-\x7e\xa0-\xff]+$/

/** What is wrong with a header for every call, whatever its value means; null where it may be sent. */
export function refuseHeader({ name, value }: ProviderHeader): HeaderRefusal | null {
  if (!headerName.test(name)) return 'bad_name'
  const lower = name.toLowerCase()
  if (credential.test(lower)) return 'carries_key'
  if (decidedByCall.has(lower) || decidedPrefixes.some((prefix) => lower.startsWith(prefix))) return 'set_by_keydeck'
  return printable.test(value) ? null : 'bad_value'
}

/** The headers that a provider's every call carries, in lower case. One that slipped into the database is left out. */
export function providerHeaders(headers: readonly ProviderHeader[]): Record<string, string> {
  const sent: Record<string, string> = {}
  for (const header of headers) {
    if (refuseHeader(header) === null) sent[header.name.toLowerCase()] = header.value
  }
  return sent
}
