import { X509Certificate } from 'node:crypto'
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls'

/** A provider's own certificate authority can't be read. */
export class UnreadableCaError extends Error {
  readonly code = 'KEYDECK_CA_UNREADABLE'
}

const contexts = new Map<string, SecureContext>()

/**
 * Whom a TLS connection trusts: Node's bundled authorities, the operating system's, and the provider's own file. TLS 1.2
 * or newer. Reading the authorities takes tens of milliseconds, so each set is read once.
 */
export function trust(caPem: string | null): SecureContext {
  const before = contexts.get(caPem ?? '')
  if (before) return before
  const own = caPem ? readCertificates(caPem) : []
  const ca = [...new Set([...getCACertificates('default'), ...getCACertificates('system'), ...own])]
  const context = createSecureContext({ ca, minVersion: 'TLSv1.2' })
  contexts.set(caPem ?? '', context)
  return context
}

/** The certificates of a PEM file, each one proven readable. Throws `UnreadableCaError` where there is none. */
export function readCertificates(pem: string): string[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? []
  if (blocks.length === 0) throw new UnreadableCaError()
  try {
    return blocks.map((block) => new X509Certificate(block).toString())
  } catch (cause) {
    throw new UnreadableCaError('unreadable', { cause })
  }
}
