import type { WebSocket } from 'ws'
import type { Log } from '../core/ports.ts'
import type { PeerPort } from '../rpc/peer-port.ts'

const PING_EVERY = 20_000
const BACKLOG = 64 * 1024 * 1024
const FRAMES_A_SECOND = 4_000

/**
 * A page's WebSocket as the carrier of the contract. A page that no longer answers pings, or takes nothing of what is
 * sent, is let go; one that floods is read more slowly, so that timers and other pages get their turn.
 */
export function socketPort(socket: WebSocket, log: Log): PeerPort {
  let isAnswering = true
  let frames = 0

  const pings = setInterval(() => {
    if (!isAnswering) return drop('silent')
    isAnswering = false
    socket.ping()
  }, PING_EVERY)
  pings.unref()
  const seconds = setInterval(() => {
    frames = 0
    if (socket.isPaused) socket.resume()
  }, 1_000)
  seconds.unref()

  function drop(why: string): void {
    log.warn('headless.page-dropped', { why })
    socket.terminate()
  }

  socket.on('pong', () => {
    isAnswering = true
  })
  // The event after this one is `close`, which tells whoever has to know.
  socket.on('error', (error: NodeJS.ErrnoException) =>
    log.warn('headless.socket-error', { code: error.code ?? error.name }),
  )
  socket.once('close', () => {
    clearInterval(pings)
    clearInterval(seconds)
  })

  return {
    send(frame) {
      if (socket.readyState !== socket.OPEN) return
      socket.send(frame)
      if (socket.bufferedAmount > BACKLOG) drop('slow')
    },
    onMessage(receive) {
      socket.on('message', (data: Buffer, isBinary: boolean) => {
        isAnswering = true
        frames += 1
        if (frames >= FRAMES_A_SECOND) socket.pause()
        if (isBinary) return socket.close(1003, 'Text only.')
        receive(data.toString('utf8'))
      })
    },
    onClose(closed) {
      socket.once('close', closed)
    },
    close() {
      socket.close(1008)
    },
  }
}
