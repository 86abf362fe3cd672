import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../core/ports.ts'

const CODE_LIFE = 60_000
const SESSIONS = 32
const FAILURES_A_SECOND = 20

/** What a browser holds once it is let in: the cookie's value and the page's own token. Both are needed, always. */
export interface Session {
  cookie: string
  pageToken: string
}

export type Exchange = { kind: 'session'; session: Session } | { kind: 'refused' } | { kind: 'throttled' }

/**
 * Who may use the socket. Only hashes are kept, so nothing in memory opens a session but what a browser sends. The oldest
 * session makes room when there are too many.
 */
export class Sessions {
  readonly #clock: Clock
  readonly #sessions = new Map<string, Buffer>()
  #code: { hash: Buffer; dies: number } | null = null
  #failures: number[] = []

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** A fresh code, good once within a minute. The one before it dies. */
  issueCode(): string {
    const code = randomBytes(24).toString('base64url')
    this.#code = { hash: digest(code), dies: this.#clock.monotonic() + CODE_LIFE }
    return code
  }

  /** Lets a browser in that brings the code. Too many wrong ones in a second, and none is looked at for the rest of it. */
  exchange(code: string): Exchange {
    if (this.#isThrottled()) return { kind: 'throttled' }
    const expected = this.#code
    const isAlive = expected !== null && this.#clock.monotonic() < expected.dies
    if (!isAlive || !timingSafeEqual(expected.hash, digest(code))) return this.#fail()
    this.#code = null
    const session = { cookie: randomBytes(32).toString('base64url'), pageToken: randomBytes(32).toString('base64url') }
    const [oldest] = this.#sessions.keys()
    if (oldest !== undefined && this.#sessions.size >= SESSIONS) this.#sessions.delete(oldest)
    this.#sessions.set(digest(session.cookie).toString('hex'), digest(session.pageToken))
    return { kind: 'session', session }
  }

  /** Whether one of these cookies belongs with this token. Another local server can plant a cookie of the same name. */
  admits(cookies: readonly string[], pageToken: string): Exchange['kind'] {
    for (const cookie of cookies.slice(0, 8)) {
      const expected = this.#sessions.get(digest(cookie).toString('hex'))
      if (expected && timingSafeEqual(expected, digest(pageToken))) return 'session'
    }
    if (this.#isThrottled()) return 'throttled'
    // A browser without any cookie is a newcomer, not somebody who guesses.
    return cookies.length === 0 ? 'refused' : this.#fail().kind
  }

  #isThrottled(): boolean {
    const now = this.#clock.monotonic()
    this.#failures = this.#failures.filter((at) => now - at < 1_000)
    return this.#failures.length >= FAILURES_A_SECOND
  }

  #fail(): { kind: 'refused' } {
    this.#failures.push(this.#clock.monotonic())
    return { kind: 'refused' }
  }
}

const digest = (text: string) => createHash('sha256').update(text).digest()
