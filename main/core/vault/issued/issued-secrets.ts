import { createHash, randomUUID } from 'node:crypto'
import { errorKind } from '../../error-kind.ts'
import { KeydeckError, notFound } from '../../keydeck-error.ts'
import type { Clipboard, Clock, Log, Notifier } from '../../ports.ts'

/** How long what was issued can be copied. */
export const ISSUED_FOR_MS = 5 * 60_000

/** How long a copy stays on the clipboard. */
export const COPIED_FOR_MS = 30_000

interface IssuedSecretsOptions {
  clipboard: Clipboard
  notifier: Notifier
  clock: Clock
  log: Log
}

interface Copied {
  /** Of the text: by then the text itself may be forgotten. */
  readonly hash: string
  cancelClearing(): void
}

/**
 * Texts that Keydeck itself just issued and shows once: a passphrase, a local key. Each can be copied for some minutes,
 * by its ticket; no other secret ever reaches the clipboard.
 */
export class IssuedSecrets {
  readonly #options: IssuedSecretsOptions
  readonly #issued = new Map<string, { text: string; cancelEnd: () => void }>()
  #copied: Copied | null = null
  #clearing: Promise<void> = Promise.resolve()
  #isClosed = false

  constructor(options: IssuedSecretsOptions) {
    this.#options = options
  }

  /** A ticket for a text that was just made. */
  issue(text: string): string {
    const ticket = randomUUID()
    const cancelEnd = this.#options.clock.after(ISSUED_FOR_MS, () => this.#issued.delete(ticket))
    this.#issued.set(ticket, { text, cancelEnd })
    return ticket
  }

  /**
   * Puts it on the clipboard, alone or where `{{key}}` stands in a text around it, and takes it off again at
   * `clearsAt` unless something else is there by then.
   */
  async copy(ticket: string, within = '{{key}}'): Promise<{ clearsAt: number }> {
    const { clipboard, clock, log } = this.#options
    const issued = this.#issued.get(ticket)
    if (!issued) throw notFound('issued', ticket)
    if (!clipboard.available) throw new KeydeckError('CONFLICT', { reason: 'no_clipboard' })
    const text = within.replaceAll('{{key}}', () => issued.text)
    try {
      await clipboard.writeConcealed(text)
    } catch (error) {
      log.warn('issued.copy-failed', { kind: errorKind(error) })
      throw new KeydeckError('CONFLICT', { reason: 'clipboard_refused' })
    }
    this.#copied?.cancelClearing()
    const cancelClearing = clock.after(COPIED_FOR_MS, () => {
      this.#clearing = this.#clear()
    })
    this.#copied = { hash: hashOf(text), cancelClearing }
    // The app may have begun to quit while the clipboard took its time.
    if (this.#isClosed) await this.#clear()
    return { clearsAt: clock.now() + COPIED_FOR_MS }
  }

  /** Forgets every text, and clears the clipboard now where a copy still waits for that. */
  async close(): Promise<void> {
    this.#isClosed = true
    for (const { cancelEnd } of this.#issued.values()) cancelEnd()
    this.#issued.clear()
    await this.#clearing
    await this.#clear()
  }

  async #clear(): Promise<void> {
    const copied = this.#copied
    if (!copied) return
    this.#copied = null
    copied.cancelClearing()
    const { clipboard, notifier, log } = this.#options
    try {
      if (hashOf(await clipboard.readText()) !== copied.hash) return
      // Copied again while it was read: that copy has a time of its own.
      if (this.#copied) return
      await clipboard.clear()
    } catch (error) {
      log.warn('issued.clear-failed', { kind: errorKind(error) })
      notifier.notify(
        'The clipboard was not cleared',
        'What you copied from Keydeck is still there. Copy something else over it.',
      )
    }
  }
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('base64url')
