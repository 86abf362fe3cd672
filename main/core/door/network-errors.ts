import type { CallError } from '../../../contract/call-error.ts'
import { callError } from './call-errors.ts'

/** What the door itself ends an exchange with. */
export class ExchangeError extends Error {
  readonly error: CallError

  constructor(error: CallError) {
    super(error.code)
    this.name = 'ExchangeError'
    this.error = error
  }
}

const certificateFaults: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: "its certificate isn't valid yet",
  CERT_REVOKED: 'its certificate was revoked',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  HOSTNAME_MISMATCH: 'its certificate is for another name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate comes from an authority that this machine does not trust',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate comes from an authority that this machine does not trust',
  UNABLE_TO_GET_ISSUER_CERT: 'its certificate comes from an authority that this machine does not trust',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate comes from an authority that this machine does not trust',
  CERT_UNTRUSTED: 'its certificate comes from an authority that this machine does not trust',
  CERT_SIGNATURE_FAILURE: 'the signature of its certificate is wrong',
  INVALID_PURPOSE: 'its certificate is not one for a server',
  INVALID_CA: 'its certificate comes from an authority that may not issue one',
}

/**
 * Why a provider couldn't be reached, in our words: the text of a network library's error can hold a header's value, and
 * with it the key, so it never leaves this function.
 */
export function networkError(failure: unknown, base: { origin: string; proxied: boolean }): CallError {
  if (failure instanceof ExchangeError) return failure.error
  const code = codeOf(failure)
  const place = base.origin.replace(/^https?:\/\//, '')
  const proxy = proxyError(failure, code, base.proxied)
  if (proxy) return proxy

  const fault = certificateFaults[code]
  if (fault) return callError('upstream_tls', `The connection to ${place} was refused, because ${fault}.`)
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_NODATA':
    case 'EAI_NONAME':
      return callError('upstream_unreachable', `The name ${place} was not found. Is this machine online?`)
    case 'ECONNREFUSED':
      return callError('upstream_unreachable', `Nothing answers at ${place}.`)
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
    case 'ENETDOWN':
      return callError('upstream_unreachable', `There is no way from this machine to ${place}.`)
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
      return callError('upstream_timeout', `${place} did not accept a connection in time.`)
    case 'KEYDECK_NOT_LOOPBACK':
      return callError('origin_mismatch', `${place} leads to another machine, so the key was not sent.`)
    case 'KEYDECK_CA_UNREADABLE':
      return callError('upstream_tls', "The provider's own certificate file holds no readable certificate.")
    case 'UND_ERR_INVALID_ARG':
    case 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH':
      return callError('invalid_request', 'The request could not be put into HTTP.')
    case 'UND_ERR_HEADERS_OVERFLOW':
    case 'HPE_HEADER_OVERFLOW':
      return callError('upstream_too_large', `${place} answered with more headers than are accepted.`)
    case 'UND_ERR_DESTROYED':
    case 'UND_ERR_CLOSED':
      return callError('stopped', 'Keydeck is closing.')
    default:
      if (code.startsWith('HPE_')) return callError('upstream_malformed', `What ${place} answered is not HTTP.`)
      if (code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_') || code === 'EPROTO') {
        return callError(
          'upstream_tls',
          `${place} and this machine found no common secure protocol (TLS 1.2 or newer).`,
        )
      }
      return callError('upstream_unreachable', `${place} closed the connection before it answered.`)
  }
}

function proxyError(failure: unknown, code: string, proxied: boolean): CallError | null {
  if (code === 'KEYDECK_BAD_PROXY') {
    return callError(
      'upstream_proxy',
      'The proxy variable holds no address that Keydeck can use (http, https or socks5).',
    )
  }
  if (code === 'KEYDECK_BAD_OWN_PROXY') {
    return callError(
      'upstream_proxy',
      "The provider's own proxy setting holds no address that Keydeck can use (http, https or socks5, without a name and a password).",
    )
  }
  if (!proxied) return null
  // The status is the one thing that the library tells by its text alone.
  const status = failure instanceof Error ? /^Proxy response \((\d{3})\)/.exec(failure.message)?.[1] : undefined
  if (status === '407') return callError('upstream_proxy', 'The proxy asks for a name and a password (407).')
  if (status) return callError('upstream_proxy', `The proxy refused to connect (${status}).`)
  if (code === 'UND_ERR_SOCKS5_AUTH_REJECTED') {
    return callError('upstream_proxy', 'The proxy asks for a name and a password.')
  }
  if (code.startsWith('UND_ERR_SOCKS5_REPLY_')) {
    return callError('upstream_proxy', 'The proxy refused to connect, or could not reach the provider.')
  }
  if (code.startsWith('UND_ERR_PRX') || code.startsWith('UND_ERR_SOCKS5')) {
    return callError('upstream_proxy', 'The proxy closed the connection, or its own certificate is not accepted.')
  }
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT') {
    return callError('upstream_proxy', 'The proxy did not answer in time.')
  }
  if (['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'].includes(code)) {
    return callError('upstream_proxy', 'The proxy could not be reached.')
  }
  return null
}

/** The code of a failure, of its cause, or of the first of the attempts that it stands for. */
function codeOf(failure: unknown, depth = 0): string {
  if (!(failure instanceof Error) || depth > 4) return ''
  if (failure.name === 'HTTPParserError') return 'HPE_'
  if ('code' in failure && typeof failure.code === 'string' && failure.code && failure.code !== 'UND_ERR') {
    return failure.code
  }
  if (failure instanceof AggregateError) {
    const [first] = failure.errors as unknown[]
    return codeOf(first, depth + 1)
  }
  return codeOf(failure.cause, depth + 1)
}
