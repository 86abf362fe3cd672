import type { Clock } from '../../ports.ts'
import type { KeychainLauncher, KeychainPort, KeychainReply, KeychainTask } from './keychain-messages.ts'
import { SecretStoreError } from './secret-store.ts'

/** How long the worker may take, in milliseconds. */
export interface KeychainDeadlines {
  /** For a call that needs no one. */
  readonly call: number
  /** For a call that may put a prompt before the person. */
  readonly prompt: number
  /** What a call gets on top when it must start the worker first. */
  readonly start: number
  /** How long the worker may hold a secret it has read, so that a burst of calls doesn't ask the keychain for each. */
  readonly keep: number
  /** After how long without a call the worker ends, and with it whatever its memory still holds. */
  readonly idle: number
}

export const keychainDeadlines: KeychainDeadlines = {
  call: 5_000,
  prompt: 30_000,
  start: 5_000,
  keep: 60_000,
  idle: 60_000,
}

interface Pending {
  settle(reply: KeychainReply): void
  fail(error: SecretStoreError): void
}

/**
 * Talks to one worker at a time, one call at a time. A worker that misses a deadline is killed; the next call starts a
 * fresh one.
 */
export class KeychainClient {
  readonly #launch: KeychainLauncher
  readonly #clock: Clock
  readonly #deadlines: KeychainDeadlines
  readonly #onLost: (how: string) => void
  #port: KeychainPort | null = null
  #pending: Pending | null = null
  #lastId = 0
  #closed = false
  #stopIdling: () => void = () => undefined

  /** `onLost`: told how a worker ended that nobody ended. */
  constructor(launch: KeychainLauncher, clock: Clock, deadlines: KeychainDeadlines, onLost: (how: string) => void) {
    this.#launch = launch
    this.#clock = clock
    this.#deadlines = deadlines
    this.#onLost = onLost
  }

  call(task: KeychainTask, patience: 'call' | 'prompt'): Promise<string | null> {
    if (this.#closed) return Promise.reject(new SecretStoreError('unavailable', 'crashed'))
    if (this.#pending) return Promise.reject(new Error('The keychain worker takes one call at a time.'))
    this.#stopIdling()
    const deadlineMs = this.#deadlines[patience] + (this.#port ? 0 : this.#deadlines.start)
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId
      const done = () => {
        cancel()
        this.#pending = null
      }
      const fail = (error: SecretStoreError) => {
        done()
        reject(error)
      }
      const cancel = this.#clock.after(deadlineMs, () => {
        this.#drop()
        fail(new SecretStoreError('timeout', 'no_answer'))
      })
      const settle = (reply: KeychainReply) => {
        if (reply.id !== id) return
        done()
        this.#idleSoon()
        if ('value' in reply) resolve(reply.value)
        else reject(new SecretStoreError(reply.fault.state, reply.fault.reason))
      }
      this.#pending = { settle, fail }
      try {
        this.#connect().send({ id, task })
      } catch (cause) {
        this.#drop()
        fail(new SecretStoreError('unavailable', 'crashed', { cause }))
      }
    })
  }

  close(): void {
    this.#closed = true
    this.#stopIdling()
    this.#drop()
    this.#pending?.fail(new SecretStoreError('unavailable', 'crashed'))
  }

  #connect(): KeychainPort {
    if (this.#port) return this.#port
    const port = this.#launch()
    this.#port = port
    port.onReply((reply) => {
      if (this.#port === port) this.#pending?.settle(reply)
    })
    port.onExit((how) => {
      if (this.#port !== port) return
      this.#port = null
      this.#onLost(how)
      this.#pending?.fail(new SecretStoreError('unavailable', 'crashed'))
    })
    return port
  }

  #drop(): void {
    const port = this.#port
    this.#port = null
    port?.kill()
  }

  #idleSoon(): void {
    this.#stopIdling = this.#clock.after(this.#deadlines.idle, () => this.#drop())
  }
}
