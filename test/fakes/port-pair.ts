import type { PeerPort } from '../../main/rpc/peer-port.ts'
import type { Carrier } from '../../renderer/lib/rpc-link.ts'

/** A core's end and a page's end, joined in memory; frames arrive in a later turn, as they do on real carriers. */
export function createPortPair(): { core: PeerPort; page: Carrier & { close(): void }; frames: string[] } {
  const toCore: ((data: unknown) => void)[] = []
  const toPage: ((frame: string) => void)[] = []
  const closed: (() => void)[] = []
  const frames: string[] = []
  const close = () => {
    for (const tell of closed.splice(0)) setImmediate(tell)
  }
  return {
    frames,
    core: {
      send: (frame) => {
        frames.push(frame)
        setImmediate(() => toPage.forEach((receive) => receive(frame)))
      },
      onMessage: (receive) => toCore.push(receive),
      onClose: (tell) => closed.push(tell),
      close,
    },
    page: {
      send: (frame) => {
        frames.push(frame)
        setImmediate(() => toCore.forEach((receive) => receive(frame)))
      },
      onMessage: (receive) => toPage.push(receive),
      onClose: (tell) => closed.push(tell),
      close,
    },
  }
}
