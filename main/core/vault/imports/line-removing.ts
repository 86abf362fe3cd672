import { randomUUID } from 'node:crypto'
import type { RemovedLine } from '../../../../contract/imports.ts'
import { KeydeckError } from '../../keydeck-error.ts'
import { asKeydeckError, storeErrorKind } from '../keys/secret-writing.ts'
import { removedLineOrigin, SecretStoreError } from '../secret-store/secret-store.ts'
import { type LineParts, markFile, markLine, temporaryOf } from './line-parts.ts'
import type { LineSettling } from './line-settling.ts'
import { encodeLine, withoutEnding } from './line-text.ts'
import { cutOut, isWholePiece, type Places, placeInWhole } from './places.ts'
import { type ReadFile, readPlainFile } from './read-env-file.ts'
import { type LineRecord, viewLine } from './removed-lines.ts'
import { fileChanged, refuseReadOnly, rewriteFile } from './rewrite-file.ts'

/** A line that is to leave its file, and the key that it holds. */
export interface LineToRemove {
  line: number
  start: number
  end: number
  variable: string
  keyId: string
  keyName: string
}

/** What became of the file: the batch that it was read into must know its places anew. */
export interface Removal {
  removed: RemovedLine[]
  /** The lines that left, as they were asked for. */
  cut: LineToRemove[]
  fileMark: string
}

interface Kept {
  record: LineRecord
  asked: LineToRemove
  text: string
}

/** Takes lines out of a file, each kept in the secret store before the file is touched. */
export class LineRemoving {
  readonly #parts: LineParts
  readonly #settling: LineSettling

  constructor(parts: LineParts, settling: LineSettling) {
    this.#parts = parts
    this.#settling = settling
  }

  /** A line that no store can keep stays in the file; the others go. `fileMark` is of the content that was read. */
  async remove(path: string, fileMark: string, asked: readonly LineToRemove[]): Promise<Removal> {
    const { lines } = this.#parts
    this.#readyStore()
    const file = await readPlainFile(path)
    if (markFile(this.#parts, file.bytes) !== fileMark) throw fileChanged()
    if (file.stats.nlink > 1) throw new KeydeckError('CONFLICT', { reason: 'file_has_links' })
    await refuseReadOnly(path)
    // Asked again: while the file was read, the secrets may have moved to another store.
    const storeKind = this.#readyStore()
    const places = lines.placesIn(file.path, fileMark)
    const whole = asked.filter((one) => isWholePiece(one, places))
    if (whole.length === 0) throw new KeydeckError('INVALID', { field: 'lines', reason: 'around_removed' })
    const kept = this.#draft(file, fileMark, whole, storeKind, places)
    if (kept.length === 0) throw new KeydeckError('INVALID', { field: 'lines', reason: 'cannot_be_kept' })
    lines.write(() => kept.forEach(({ record }) => lines.insert(record)))
    await this.#keep(kept)
    const after = cutOut(
      file.bytes,
      kept.map((one) => one.asked),
    )
    const nextFileMark = markFile(this.#parts, after)
    lines.write(() => kept.forEach(({ record }) => lines.begin(record.id, 'kept', nextFileMark)))
    await this.#rewrite({ file, after, nextFileMark, kept })
    this.#parts.events.emit({ type: 'imports' })
    return {
      removed: kept.map(({ record }) => viewLine(record)),
      cut: kept.map((one) => one.asked),
      fileMark: nextFileMark,
    }
  }

  #readyStore(): LineRecord['storeKind'] {
    const { kind, state, reason } = this.#parts.storeStatus()
    if (state !== 'ready' || kind === null) throw new KeydeckError('STORE_UNAVAILABLE', { state, reason })
    // Both the key and the line would be gone with the next start.
    if (kind === 'memory') throw new KeydeckError('CONFLICT', { reason: 'memory_store' })
    return kind
  }

  #draft(
    file: ReadFile,
    fileMark: string,
    asked: readonly LineToRemove[],
    storeKind: LineRecord['storeKind'],
    places: Places,
  ): Kept[] {
    return asked.flatMap((one) => {
      const bytes = file.bytes.subarray(one.start, one.end)
      const text = encodeLine(bytes)
      if (text === null) return []
      const record: LineRecord = {
        id: randomUUID(),
        path: file.path,
        line: one.line,
        variable: one.variable,
        keyId: one.keyId,
        keyName: one.keyName,
        state: 'keeping',
        storeKind,
        lineMark: markLine(this.#parts, withoutEnding(bytes)),
        start: placeInWhole(one.start, places),
        length: bytes.length,
        fileMark,
        nextFileMark: null,
        removedAt: this.#parts.clock.now(),
      }
      return [{ record, asked: one, text }]
    })
  }

  /** All of them, or none: the file is whole until the store has every line. */
  async #keep(kept: readonly Kept[]): Promise<void> {
    for (const [index, { record, text }] of kept.entries()) {
      try {
        await this.#parts.writer.write({ recordId: record.id, origin: removedLineOrigin }, text)
      } catch (error) {
        this.#parts.log.warn('imports.line-not-kept', { id: record.id, kind: storeErrorKind(error) })
        await this.#takeBack(kept.slice(0, index), record, error)
        this.#parts.lines.write(() => kept.slice(index + 1).forEach((one) => this.#parts.lines.remove(one.record.id)))
        throw asKeydeckError(error)
      }
    }
  }

  async #takeBack(before: readonly Kept[], failed: LineRecord, cause: unknown): Promise<void> {
    // A write that got no answer may still arrive: removing now could come before it.
    const isOpen = cause instanceof SecretStoreError && cause.state === 'timeout'
    for (const record of [...(isOpen ? [] : [failed]), ...before.map((one) => one.record)]) {
      try {
        await this.#settling.forget(record)
      } catch (error) {
        this.#parts.log.warn('imports.line-undo-waits', { id: record.id, kind: storeErrorKind(error) })
        return
      }
    }
  }

  async #rewrite(job: { file: ReadFile; after: Buffer; nextFileMark: string; kept: readonly Kept[] }): Promise<void> {
    const { file, after, nextFileMark, kept } = job
    const { lines } = this.#parts
    const temporary = temporaryOf(file.path, nextFileMark)
    try {
      await rewriteFile({ path: file.path, before: file, after, temporary })
      lines.write(() => kept.forEach(({ record }) => this.#end(record, nextFileMark)))
    } catch (error) {
      // It may have failed only after the file was replaced: the file itself tells.
      const isReplaced = await this.#settling.holdsContent(file.path, nextFileMark)
      lines.write(() => kept.forEach(({ record }) => this.#end(record, isReplaced ? nextFileMark : null)))
      if (isReplaced) return
      await this.#settling.clearStore().catch(() => this.#parts.log.warn('imports.line-removal-waits'))
      throw error
    }
  }

  /** What the file still holds need not be kept. */
  #end(record: LineRecord, nextFileMark: string | null): void {
    if (nextFileMark === null) this.#parts.lines.end(record.id, 'forgetting')
    else this.#settling.complete({ ...record, state: 'kept' }, nextFileMark)
  }
}
