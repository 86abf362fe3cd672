import { randomUUID } from 'node:crypto'
import { notFound } from '../../keydeck-error.ts'
import type { Clock } from '../../ports.ts'
import { type BundleContent, readContent } from './bundle-content.ts'

/** How long an opened bundle waits for the person's word. */
export const OPENED_FOR_MS = 10 * 60_000

/** More than a person has dialogs open. */
const MOST = 4

/** The content of bundles that were opened and not yet imported, as bytes that are overwritten when they go. */
export class OpenedBundles {
  readonly #clock: Clock
  readonly #opened = new Map<string, { bytes: Buffer; cancelEnd: () => void }>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  keep(bytes: Buffer): { id: string; forgottenAt: number } {
    const [oldest] = this.#opened.keys()
    if (oldest !== undefined && this.#opened.size >= MOST) this.forget(oldest)
    const id = randomUUID()
    this.#opened.set(id, { bytes, cancelEnd: this.#clock.after(OPENED_FOR_MS, () => this.forget(id)) })
    return { id, forgottenAt: this.#clock.now() + OPENED_FOR_MS }
  }

  /** Throws NOT_FOUND for one that was forgotten. */
  read(id: string): BundleContent {
    const opened = this.#opened.get(id)
    if (!opened) throw notFound('bundle', id)
    return readContent(opened.bytes)
  }

  forget(id: string): void {
    const opened = this.#opened.get(id)
    if (!opened) return
    this.#opened.delete(id)
    opened.cancelEnd()
    opened.bytes.fill(0)
  }

  forgetAll(): void {
    for (const id of this.#opened.keys()) this.forget(id)
  }
}
