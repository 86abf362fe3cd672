import type { ClientContext } from '@orpc/client'
import { StandardRPCLink } from '@orpc/client/standard'
import { ClientPeer } from '@orpc/standard-server-peer'

/** A text connection to the core: a MessagePort or a WebSocket. */
export interface Carrier {
  send(frame: string): void
  onMessage(receive: (frame: string) => void): void
  onClose(closed: () => void): void
}

/** A carrier that is connected, and the promise that it no longer is. */
export interface OpenCarrier extends Carrier {
  readonly closed: Promise<void>
}

/** The core's window is 256 frames (`main/rpc/peer-port.ts`): tell it what was taken well before that. */
const ACK_EVERY = 32

/** The contract's client over one carrier. When the carrier closes, every call and stream under way rejects. */
export function createRpcLink(carrier: Carrier): StandardRPCLink<ClientContext> {
  const peer = new ClientPeer((frame) => {
    if (typeof frame !== 'string') throw new Error('Only text can be sent to the core.')
    carrier.send(frame)
  })
  let taken = 0
  carrier.onMessage((frame) => {
    taken += 1
    if (taken % ACK_EVERY === 0) carrier.send(`ack:${taken}`)
    void peer.message(frame)
  })
  carrier.onClose(() => peer.close({ reason: new ConnectionLost() }))
  return new StandardRPCLink(
    {
      async call(request) {
        const response = await peer.request(request)
        return { ...response, body: () => Promise.resolve(response.body) }
      },
    },
    { url: 'http://keydeck.invalid' },
  )
}

/** The connection ended while a call was under way; whether the core finished it is unknown. */
export class ConnectionLost extends Error {
  constructor() {
    super('The connection to Keydeck was lost.')
    this.name = 'ConnectionLost'
  }
}

/** The headless host knows no session for this browser: trying again helps only after a fresh link was opened. */
export class SessionRefused extends Error {}
