import type { IncomingMessage } from 'node:http'
import type { Clock } from '../../ports.ts'

/** For the rest of a body that nobody reads: an answer is lost where its connection is cut while the client sends. */
const lingerMs = 5_000

/** A client that goes on sending behind its whole answer would hold its connection for ever. */
export function linger(request: IncomingMessage, clock: Clock): void {
  if (request.complete || request.destroyed) return
  request.resume()
  const cancel = clock.after(lingerMs, () => request.destroy())
  request.on('close', cancel)
}
