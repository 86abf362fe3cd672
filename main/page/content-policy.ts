/** What a host adds to the policy: where its socket answers, and a nonce for an editor's own style element. */
export interface PolicyOptions {
  /** The WebSocket origin of the headless host, `ws://127.0.0.1:PORT`; its session route is on the page's own. Without it the page may connect nowhere. */
  socketOrigin?: string
  /** Lets style elements that carry it through; one value a response. */
  styleNonce?: string
}

/** The content security policy of the page: nothing but its own files, and no way to make code out of a string. */
export function contentPolicy(options: PolicyOptions = {}): string {
  const styles = options.styleNonce ? `'self' 'nonce-${checkedNonce(options.styleNonce)}'` : "'self'"
  const connections = options.socketOrigin ? `'self' ${checkedSocket(options.socketOrigin)}` : "'none'"
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src ${styles}`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src ${connections}`,
    "frame-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ')
}

/** The headers of every answer that carries a part of the page, in both hosts. */
export function securityHeaders(options: PolicyOptions = {}): Record<string, string> {
  return {
    'content-security-policy': contentPolicy(options),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), display-capture=(), usb=(), serial=(), hid=()',
    'x-dns-prefetch-control': 'off',
    'cache-control': 'no-store',
  }
}

/** A separator in a value would add a directive of somebody else's. */
function checkedNonce(nonce: string): string {
  if (!/^[A-Za-z0-9+/_-]{16,}={0,2}$/.test(nonce)) throw new Error('A style nonce is at least 16 base64 characters.')
  return nonce
}

function checkedSocket(origin: string): string {
  if (!/^wss?:\/\/(?:127\.0\.0\.1|\[::1\]|localhost):\d{1,5}$/.test(origin)) {
    throw new Error(`The page may only connect to a loopback socket, not to ${origin}.`)
  }
  return origin
}
