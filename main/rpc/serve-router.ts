import { setImmediate as nextTurn } from 'node:timers/promises'
import type { AnyRouter } from '@orpc/server'
import { StandardRPCHandler } from '@orpc/server/standard'
import { createServerPeerHandleRequestFn } from '@orpc/server/standard-peer'
import { ServerPeer } from '@orpc/standard-server-peer'
import type { Log } from '../core/ports.ts'
import { FlowWindow } from './flow-window.ts'
import { ACK_PREFIX, FRAME_LIMIT, type PeerPort } from './peer-port.ts'

/** Calls handled in one turn of the event loop: a page that floods can't starve timers and other connections. */
const CALLS_A_TURN = 64
/** What may wait to be handled, in UTF-16 units and a little for each frame. No page of ours comes near. */
const INBOX_LIMIT = 8 * FRAME_LIMIT
const FRAME_COST = 256

export interface Serving {
  router: AnyRouter
  context: object
  log: Log
  port: PeerPort
}

/**
 * Serves a router to one page. One malformed, binary or oversized frame ends this connection, and only this one:
 * the stock adapters turn it into an unhandled rejection, which would end the process.
 */
export function serveRouter({ router, context, log, port }: Serving): void {
  const handler = new StandardRPCHandler(router, {})
  const handle = createServerPeerHandleRequestFn(handler, { context })
  const flow = new FlowWindow()
  const inbox: string[] = []
  let inboxSize = 0
  let isOpen = true
  let isDraining = false

  const peer = new ServerPeer(async (frame) => {
    if (typeof frame !== 'string') throw new Error('A reply was not text.')
    await flow.take()
    if (isOpen) port.send(frame)
  })

  const end = () => {
    if (!isOpen) return
    isOpen = false
    inbox.length = 0
    flow.close()
    peer.close({ reason: new Error('The page went away.') })
  }

  const drop = (why: string) => {
    if (!isOpen) return
    log.warn('rpc.connection-dropped', { why })
    end()
    port.close()
  }

  const drain = async () => {
    isDraining = true
    for (let handled = 1; inbox.length > 0 && isOpen; handled += 1) {
      const frame = inbox.shift()!
      inboxSize -= frame.length + FRAME_COST
      peer.message(frame, handle).catch(() => drop('A frame could not be handled.'))
      if (handled % CALLS_A_TURN === 0) await nextTurn()
      // A page that asks and never takes the answers would otherwise fill the core's memory with them.
      await flow.room()
    }
    isDraining = false
  }

  port.onMessage((data) => {
    if (!isOpen) return
    if (typeof data !== 'string') return drop('A frame was not text.')
    if (data.length > FRAME_LIMIT) return drop('A frame was too long.')
    if (data.startsWith(ACK_PREFIX)) {
      if (!flow.acknowledge(Number(data.slice(ACK_PREFIX.length)))) drop('An acknowledgement made no sense.')
      return
    }
    inboxSize += data.length + FRAME_COST
    if (inboxSize > INBOX_LIMIT) return drop('It asked for more than can be kept.')
    inbox.push(data)
    if (!isDraining) void drain()
  })
  port.onClose(end)
}
