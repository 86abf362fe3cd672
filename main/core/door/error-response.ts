import type { CallError } from '../../../contract/call-error.ts'
import type { DoorResponse } from './door-types.ts'
import type { Arrived } from './go.ts'
import { headerOf, responseHeaders } from './headers.ts'
import { wholeBody } from './passing-body.ts'

const described = new WeakMap<DoorResponse, CallError>()

/** Keeps what the door made of an HTTP error, beside the response that passes it on. */
export function describe(response: DoorResponse, error: CallError): void {
  described.set(response, error)
}

/** What an HTTP error of the provider says, as data; null where the response is no error. */
export function describeResponseError(response: DoorResponse): CallError | null {
  return described.get(response) ?? null
}

/** A provider's HTTP error for the asker: its own bytes, but for a key that it quoted. */
export function errorResponse(
  common: Omit<DoorResponse, 'headers' | 'body'>,
  arrived: Extract<Arrived, { kind: 'error' }>,
  redact: (text: string) => string,
): DoorResponse {
  const headers = responseHeaders(arrived.headers)
  for (const name in headers) {
    const value = headers[name]
    headers[name] = typeof value === 'string' ? redact(value) : (value ?? []).map(redact)
  }
  // Unpacked, so that what could not be read is not passed on unread.
  const unpacked = headerOf(arrived.headers, 'content-encoding') !== null
  delete headers['content-encoding']
  const isOther = arrived.body.redacted || unpacked
  const bytes = isOther ? Buffer.from(arrived.body.text) : arrived.body.raw
  if (isOther || headers['content-length'] !== undefined) headers['content-length'] = String(bytes.length)
  return { ...common, headers, body: wholeBody(bytes) }
}
