import type { RemovedLine } from '../../../../contract/imports.ts'
import { KeydeckError, notFound } from '../../keydeck-error.ts'
import { asKeydeckError } from '../keys/secret-writing.ts'
import { OriginMismatchError } from '../secret-store/secret-store.ts'
import { type LineParts, markFile, temporaryOf } from './line-parts.ts'
import type { LineSettling } from './line-settling.ts'
import { decodeLine } from './line-text.ts'
import { fitLine, placeInFile, placeInWhole } from './places.ts'
import { type ReadFile, readPlainFile } from './read-env-file.ts'
import type { LineRecord } from './removed-lines.ts'
import { refuseReadOnly, rewriteFile } from './rewrite-file.ts'

/** Puts lines back into their files, or lets them go for good. */
export class LineReturning {
  readonly #parts: LineParts
  readonly #settling: LineSettling

  constructor(parts: LineParts, settling: LineSettling) {
    this.#parts = parts
    this.#settling = settling
  }

  /** Where it stood, if the rest of the file is as it was left; else at its end. A file that holds it stays as it is. */
  async putBack(id: string): Promise<RemovedLine[]> {
    const { lines } = this.#parts
    const record = lines.find(id)
    if (record?.state !== 'removed') throw notFound('removed_line', id)
    const line = await this.#readLine(record)
    const file = await this.#readFile(record.path)
    if (this.#settling.holdsLine(file?.bytes ?? Buffer.alloc(0), record.lineMark)) lines.end(id, 'forgetting')
    else await this.#insert(record, file, line)
    return this.#afterwards()
  }

  /** What is gone already is no mistake: the person wanted it gone. */
  async confirm(ids: readonly string[]): Promise<RemovedLine[]> {
    const { lines } = this.#parts
    lines.write(() => {
      for (const id of ids) {
        const record = lines.find(id)
        if (record?.state !== 'removed') continue
        // It will never stand in the file again: what stood behind it moves up.
        lines.shift(record, -record.length)
        lines.end(id, 'forgetting')
      }
    })
    return this.#afterwards()
  }

  /** What the store refuses now waits, out of sight, for the next reconcile. */
  async #afterwards(): Promise<RemovedLine[]> {
    this.#parts.events.emit({ type: 'imports' })
    await this.#settling.clearStore().catch(() => this.#parts.log.warn('imports.line-removal-waits'))
    return this.#parts.lines.list()
  }

  async #readLine({ id, storeKind }: LineRecord): Promise<Buffer> {
    const { kind, state, reason } = this.#parts.storeStatus()
    if (state !== 'ready') throw new KeydeckError('STORE_UNAVAILABLE', { state, reason })
    if (kind !== storeKind) throw new KeydeckError('STORE_UNAVAILABLE', { state: 'mismatch', reason: 'replaced' })
    const text = await this.#parts.reader.readRemovedLine(id).catch((error: unknown) => {
      if (error instanceof OriginMismatchError) return null
      throw asKeydeckError(error)
    })
    const line = text === null ? null : decodeLine(text)
    if (!line) throw new KeydeckError('CONFLICT', { reason: 'line_gone' })
    return line
  }

  /** Null where there is none any more: then it is made anew. */
  async #readFile(path: string): Promise<ReadFile | null> {
    await refuseReadOnly(path)
    return readPlainFile(path).catch((error: unknown) => {
      if (error instanceof KeydeckError && 'reason' in error.data && error.data.reason === 'not_found') return null
      throw error
    })
  }

  async #insert(record: LineRecord, file: ReadFile | null, line: Buffer): Promise<void> {
    const { lines } = this.#parts
    const bytes = file?.bytes ?? Buffer.alloc(0)
    const fileMark = markFile(this.#parts, bytes)
    const others = lines.placesIn(record.path, fileMark).filter((other) => other.id !== record.id)
    const isKnown = record.fileMark === fileMark
    const start = isKnown ? record.start : placeInWhole(bytes.length, others)
    const at = placeInFile(start, others)
    const fitted = fitLine(bytes, at, line)
    const after = Buffer.concat([bytes.subarray(0, at), fitted, bytes.subarray(at)])
    const nextFileMark = markFile(this.#parts, after)
    const placed = { ...record, state: 'returning' as const, start, length: fitted.length, fileMark, nextFileMark }
    lines.write(() => {
      lines.place(record.id, placed)
      lines.shift(placed, fitted.length - (isKnown ? record.length : 0))
      lines.begin(record.id, 'returning', nextFileMark)
    })
    try {
      const temporary = temporaryOf(record.path, nextFileMark)
      await rewriteFile({ path: record.path, before: file, after, temporary })
      lines.write(() => this.#settling.complete(placed, nextFileMark))
    } catch (error) {
      await this.#settling.settleFiles()
      if (lines.find(record.id)?.state !== 'forgetting') throw error
    }
  }
}
