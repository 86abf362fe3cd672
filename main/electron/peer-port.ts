import type { PeerPort } from '../rpc/peer-port.ts'

/** What a connection needs of Electron's `MessagePortMain`. */
export interface ElectronPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  postMessage(message: string): void
  close(): void
}

/** A port as the acceptor wants it: text out, and one `closed` whichever side ended it. */
export function peerPort(port: ElectronPort): PeerPort {
  const closers: (() => void)[] = []
  let isOpen = true
  const ended = () => {
    if (!isOpen) return
    isOpen = false
    for (const closed of closers) closed()
  }
  port.on('close', ended)
  return {
    send(frame) {
      if (isOpen) port.postMessage(frame)
    },
    onMessage: (receive) => void port.on('message', ({ data }) => receive(data)),
    onClose: (closed) => void closers.push(closed),
    close() {
      port.close()
      ended()
    },
  }
}
