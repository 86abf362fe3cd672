import { lookup as systemLookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { isIP } from 'node:net'

/** Whether a host, as the URL parser writes it, is a literal loopback address: 127.0.0.0/8 or [::1]. */
export function isLoopbackAddress(host: string): boolean {
  const bare = host.startsWith('[') ? host.slice(1, -1) : host
  if (isIP(bare) === 4) return bare.startsWith('127.')
  return bare === '::1'
}

/** Whether a host is loopback by address or by the one name that stands for it. */
export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || isLoopbackAddress(host)
}

/** `localhost` answered with an address of another machine. */
export class NotLoopbackError extends Error {
  readonly code = 'KEYDECK_NOT_LOOPBACK'
}

/** Resolves a name and lets only loopback addresses through, so that a changed hosts file or DNS can't move a key. */
export function pinToLoopback(lookup: LookupFunction = systemLookup): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, [])
      const addresses = Array.isArray(found) ? found : [{ address: found, family: isIP(found) }]
      if (addresses.length === 0 || addresses.some((one) => !isLoopbackAddress(one.address))) {
        return callback(new NotLoopbackError(), [])
      }
      const [first] = addresses
      if (options.all) callback(null, addresses)
      else callback(null, first?.address ?? '', first?.family)
    })
  }
}
