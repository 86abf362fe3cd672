/** One connection to a page, whatever carries it: a MessagePort in Electron, a WebSocket in the headless host. */
export interface PeerPort {
  send(frame: string): void
  onMessage(receive: (data: unknown) => void): void
  onClose(closed: () => void): void
  close(): void
}

/** Frames are text. A longer one than this (in UTF-16 units) is refused and ends the connection. */
export const FRAME_LIMIT = 8 * 1024 * 1024

/**
 * Flow control: the page answers `ack:N` after every 32 frames with the number it has taken. A stream waits
 * while more than `WINDOW` frames are on their way, so that a page that hangs can't make the core buffer without end.
 */
export const ACK_PREFIX = 'ack:'
export const WINDOW = 256
