import { createHash } from 'node:crypto'
import type { LookupFunction } from 'node:net'
import { type Dispatcher, Pool, ProxyAgent } from 'undici'
import type { Passport } from './door-types.ts'
import type { DoorLimits } from './limits.ts'
import { pinToLoopback } from './loopback.ts'
import { proxyOf } from './proxy.ts'
import type { Base } from './target.ts'
import { trust } from './trust.ts'

/** What a test may put in place of the machine's own. */
export interface NetworkOptions {
  lookup?: LookupFunction
  variables?: Readonly<Record<string, string | undefined>>
}

/**
 * The connections to providers: one keep-alive pool for each origin, certificate file and proxy. HTTP/1.1 only, nothing
 * that follows a redirect, and verification always on, whatever the environment says.
 */
export class Dispatchers {
  readonly #limits: DoorLimits
  readonly #network: NetworkOptions
  readonly #pools = new Map<string, Dispatcher>()

  constructor(limits: DoorLimits, network: NetworkOptions) {
    this.#limits = limits
    this.#network = network
  }

  /** Throws `UnreadableCaError` or `BadProxyError`. */
  for(base: Base, provider: Passport['provider'], useProxyEnvironment: boolean): Dispatcher {
    const { caPem } = provider
    const proxy = proxyOf(base, provider.proxy, useProxyEnvironment, this.#network.variables ?? process.env)
    const name = caPem || proxy ? `${base.origin} ${digest(caPem ?? '')} ${digest(proxy?.href ?? '')}` : base.origin
    const before = this.#pools.get(name)
    if (before) return before
    const pool = proxy ? this.#proxied(base, caPem, proxy) : this.#direct(base, caPem)
    this.#pools.set(name, pool)
    return pool
  }

  #direct(base: Base, caPem: string | null): Dispatcher {
    const { lookup } = this.#network
    return new Pool(base.origin, {
      ...this.#pooling,
      connect: {
        timeout: this.#limits.connectMs,
        ...(base.origin.startsWith('https:') ? this.#tls(caPem) : {}),
        ...(base.hostname === 'localhost' ? { lookup: pinToLoopback(lookup) } : lookup ? { lookup } : {}),
      },
    })
  }

  #proxied(base: Base, caPem: string | null, proxy: URL): Dispatcher {
    return new ProxyAgent({
      ...this.#pooling,
      uri: proxy.href,
      connectTimeout: this.#limits.connectMs,
      requestTls: { ...this.#tls(caPem), servername: base.hostname.replace(/^\[|\]$/g, '') },
      // Given for another scheme, it would wrap that one in TLS as well, and no socks5 proxy understands that.
      ...(proxy.protocol === 'https:' ? { proxyTls: this.#tls(caPem) } : {}),
      // The tunnel's own request has no other limit: a proxy that never answers would hold the call for ever.
      clientFactory: (origin, options) =>
        new Pool(origin, { ...options, headersTimeout: this.#limits.connectMs, allowH2: false }),
    })
  }

  get #pooling() {
    // The door keeps time by its own clock; undici's timers would be a second opinion.
    return { pipelining: 1, allowH2: false, headersTimeout: 0, bodyTimeout: 0, keepAliveTimeout: 15_000 }
  }

  #tls(caPem: string | null) {
    // Said outright, because NODE_TLS_REJECT_UNAUTHORIZED=0 turns the default off.
    return { secureContext: trust(caPem), rejectUnauthorized: true }
  }

  async close(): Promise<void> {
    const pools = [...this.#pools.values()]
    this.#pools.clear()
    await Promise.all(pools.map((pool) => pool.destroy()))
  }
}

const digest = (text: string) => createHash('sha256').update(text).digest('base64url')
