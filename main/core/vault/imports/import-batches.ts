import { randomUUID } from 'node:crypto'
import type { ImportBatch } from '../../../../contract/imports.ts'
import { notFound } from '../../keydeck-error.ts'
import type { Clock } from '../../ports.ts'
import type { ReadRow } from './import-rows.ts'

/** How long what was read is held. */
export const BATCH_MS = 10 * 60_000
/** One for each window that could be importing, and no more. */
const MOST_BATCHES = 4

/** Where the lines of a file's keys stand, for taking them out. */
export interface HeldFile {
  path: string
  /** Of its content when that was last read or written by us. */
  mark: string
  places: Map<number, { start: number; end: number; variable: string; fingerprint: string }>
}

/** Some lines left the file: the places of the others move up. */
export function leaveFile(
  file: HeldFile,
  mark: string,
  cut: readonly { line: number; start: number; end: number }[],
): void {
  file.mark = mark
  for (const { line } of cut) file.places.delete(line)
  for (const place of file.places.values()) {
    const before = cut.filter(({ end }) => end <= place.start).reduce((sum, { start, end }) => sum + end - start, 0)
    place.start -= before
    place.end -= before
  }
}

/** What was read and isn't stored yet: the one place where several secrets lie in memory at once. */
export class HeldBatch {
  readonly id = randomUUID()
  readonly source: ImportBatch['source']
  readonly file: HeldFile | null
  readonly #secrets = new Map<number, Buffer>()
  readonly #refusals = new Map<number, string>()
  #isWiped = false

  constructor(source: ImportBatch['source'], file: { path: string; mark: string } | null, read: readonly ReadRow[]) {
    this.source = source
    this.file = file && { ...file, places: new Map() }
    for (const { row, secret, fingerprint, bytes } of read) {
      if (secret === null) {
        this.#refusals.set(row.line, row.problems.find((problem) => problem.kind === 'refused')?.reason ?? 'not_a_key')
        continue
      }
      this.#secrets.set(row.line, Buffer.from(secret))
      if (bytes) this.file?.places.set(row.line, { ...bytes, variable: row.variable, fingerprint })
    }
  }

  /** The secret of a row, which leaves the batch with it; or why it can't be stored. */
  take(line: number): { secret: string } | { refusal: string } {
    const held = this.#secrets.get(line)
    if (!held) return { refusal: this.#refusals.get(line) ?? 'not_read' }
    const secret = held.toString('latin1')
    this.#secrets.delete(line)
    held.fill(0)
    return { secret }
  }

  /** A row that was refused can be tried again, unless the batch was forgotten meanwhile. */
  putBack(line: number, secret: string): void {
    if (!this.#isWiped) this.#secrets.set(line, Buffer.from(secret))
  }

  wipe(): void {
    this.#isWiped = true
    for (const secret of this.#secrets.values()) secret.fill(0)
    this.#secrets.clear()
    this.file?.places.clear()
  }
}

/** The batches that are held now: in memory alone, a few at once, and not for long. */
export class ImportBatches {
  readonly #clock: Clock
  readonly #held = new Map<string, { batch: HeldBatch; cancel: () => void }>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Holds one, and says until when. */
  hold(batch: HeldBatch): number {
    const [oldest] = this.#held.keys()
    if (oldest && this.#held.size >= MOST_BATCHES) this.discard(oldest)
    const cancel = this.#clock.after(BATCH_MS, () => this.discard(batch.id))
    this.#held.set(batch.id, { batch, cancel })
    return this.#clock.now() + BATCH_MS
  }

  get(id: string): HeldBatch {
    const held = this.#held.get(id)
    if (!held) throw notFound('import', id)
    return held.batch
  }

  discard(id: string): void {
    const held = this.#held.get(id)
    this.#held.delete(id)
    held?.cancel()
    held?.batch.wipe()
  }

  discardAll(): void {
    for (const id of this.#held.keys()) this.discard(id)
  }
}
