import type { Entry } from '@napi-rs/keyring'
import { classifyKeychainError } from './keychain-errors.ts'
import type { KeychainReply, KeychainRequest, KeychainTask } from './keychain-messages.ts'

/**
 * Unpinned, the binding falls back to the Linux kernel's keyring, which forgets everything at a reboot and says nothing.
 * Pinned, it throws where there is no Secret Service.
 */
const pinned = { linux: { store: 'secret-service' } } as const

/** How many entries may wait for the garbage collector: each holds a connection to the bus until it comes. */
const entriesBetweenCollections = 16

/** Does one task at a time, blocking its thread: that is why it runs in a worker. */
export class KeychainHandler {
  readonly #Entry: typeof Entry
  readonly #collectGarbage: () => void
  readonly #kept = new Map<string, { value: string; until: number }>()
  #entries = 0

  constructor(EntryClass: typeof Entry, collectGarbage: () => void) {
    this.#Entry = EntryClass
    this.#collectGarbage = collectGarbage
  }

  handle({ id, task }: KeychainRequest): KeychainReply {
    try {
      return { id, value: this.#perform(task) }
    } catch (error) {
      // Whatever locked or replaced the keychain locks what was read from it, too.
      this.#kept.clear()
      return { id, fault: classifyKeychainError(error) }
    }
  }

  #perform(task: KeychainTask): string | null {
    const now = performance.now()
    const name = `${task.service}\0${task.account}`
    for (const [name, { until }] of this.#kept) if (until <= now) this.#kept.delete(name)
    if (task.action !== 'get') {
      this.#kept.delete(name)
      const entry = this.#entry(task)
      if (task.action === 'set') entry.setPassword(task.value)
      else entry.deletePassword()
      return null
    }
    const kept = task.keepMs > 0 ? this.#kept.get(name) : undefined
    if (kept) return kept.value
    const value = this.#entry(task).getPassword()
    if (value !== null && task.keepMs > 0) this.#kept.set(name, { value, until: now + task.keepMs })
    return value
  }

  #entry(task: KeychainTask): Entry {
    this.#entries += 1
    if (this.#entries % entriesBetweenCollections === 0) this.#collectGarbage()
    return new this.#Entry(task.service, task.account, pinned)
  }
}
