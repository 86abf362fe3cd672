/** How long the door waits, in milliseconds, and how much it takes, in bytes. */
export interface DoorLimits {
  connectMs: number
  /** From the request to the answer's headers: a model may think before it says anything. */
  headersMs: number
  /** Between two chunks of an answer. */
  idleMs: number
  /** For the whole body of an error, which nobody needs to wait for. */
  errorBodyMs: number
  /**
   * After a stream's terminal event, until the call counts as over although the connection stays open; and for the figures
   * of an answer whose asker left when only they were missing.
   */
  afterLastMs: number
  /** A JSON body that is read for its model. */
  requestJsonBytes: number
  /** One event of a stream. Wide enough for an image in base64, and narrow enough for a flood. */
  eventBytes: number
  /** A whole stream, decoded. */
  streamBytes: number
  /** What is kept of an error's body. */
  errorBytes: number
}

/** What the app runs with; tests give shorter ones. */
export const defaultLimits: DoorLimits = {
  connectMs: 10_000,
  headersMs: 300_000,
  idleMs: 600_000,
  errorBodyMs: 15_000,
  afterLastMs: 2_000,
  requestJsonBytes: 32 * 1024 * 1024,
  eventBytes: 8 * 1024 * 1024,
  streamBytes: 512 * 1024 * 1024,
  errorBytes: 1024 * 1024,
}
