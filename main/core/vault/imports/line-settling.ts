import { rm } from 'node:fs/promises'
import { removedLineOrigin } from '../secret-store/secret-store.ts'
import { parseEnvLines } from './env-lines.ts'
import { auditLine, type LineParts, markFile, markLine, temporaryOf } from './line-parts.ts'
import { withoutEnding } from './line-text.ts'
import { readPlainFile } from './read-env-file.ts'
import type { LineRecord } from './removed-lines.ts'

/** Brings a line's row, its text in the secret store and its file together again. */
export class LineSettling {
  readonly #parts: LineParts

  constructor(parts: LineParts) {
    this.#parts = parts
  }

  /** Looks at the file whether a rewrite that was under way took place. Afterwards no row says `kept` or `returning`. */
  async settleFiles(): Promise<void> {
    const unfinished = this.#parts.lines.unfinished()
    for (const { id } of unfinished) {
      // Read again: settling one line of a file may settle the others.
      const record = this.#parts.lines.find(id)
      if (record?.nextFileMark) await this.#settle(record, record.nextFileMark)
    }
    if (unfinished.length > 0) this.#parts.events.emit({ type: 'imports' })
  }

  /** Takes out of the store what no file waits for. Rejects as the store does; what it took until then is done. */
  async clearStore(): Promise<void> {
    for (const record of this.#parts.lines.unfinished()) {
      const isOver = record.state === 'keeping' || record.state === 'forgetting'
      if (isOver && this.#canAsk(record)) await this.forget(record)
    }
  }

  /** First the text, then the row: a row without its text is found again, a text without its row by nobody. */
  async forget({ id }: LineRecord): Promise<void> {
    await this.#parts.writer.remove({ recordId: id, origin: removedLineOrigin })
    this.#parts.lines.remove(id)
  }

  /** The file is rewritten: call it in one transaction for all of its lines. */
  complete(record: LineRecord, nextFileMark: string): void {
    const { lines } = this.#parts
    // Done already, by a transaction whose answer was lost.
    if (lines.find(record.id)?.state !== record.state) return
    this.#end(record)
    lines.follow(record.path, record.fileMark, nextFileMark)
  }

  /** Whether a file is what it was to become. */
  async holdsContent(path: string, fileMark: string): Promise<boolean> {
    return readPlainFile(path).then(
      (file) => markFile(this.#parts, file.bytes) === fileMark,
      () => false,
    )
  }

  /** Whether a file holds a line, wherever in it. */
  holdsLine(bytes: Buffer, lineMark: string): boolean {
    return parseEnvLines(bytes).some(
      ({ start, end }) => markLine(this.#parts, withoutEnding(bytes.subarray(start, end))) === lineMark,
    )
  }

  async #settle(record: LineRecord, nextFileMark: string): Promise<void> {
    const { lines } = this.#parts
    await rm(temporaryOf(record.path, nextFileMark), { force: true }).catch(() => undefined)
    const bytes = await readPlainFile(record.path).then(
      (file) => file.bytes,
      () => null,
    )
    const isRewritten = bytes !== null && markFile(this.#parts, bytes) === nextFileMark
    const holdsLine = bytes !== null && !isRewritten && this.holdsLine(bytes, record.lineMark)
    lines.write(() => {
      if (isRewritten) this.complete(record, nextFileMark)
      else if (record.state === 'kept' && !holdsLine) this.#end(record)
      // A file that can't be read now may lack the line: then it can be put back.
      else lines.end(record.id, holdsLine ? 'forgetting' : 'removed')
    })
  }

  #end(record: LineRecord): void {
    const isRemoval = record.state === 'kept'
    this.#parts.lines.end(record.id, isRemoval ? 'removed' : 'forgetting')
    auditLine(this.#parts, isRemoval ? 'env_line_removed' : 'env_line_put_back', record)
  }

  /** Only the store that was asked to hold a line can say that it holds none. */
  #canAsk({ storeKind }: LineRecord): boolean {
    const { state, kind } = this.#parts.storeStatus()
    return state === 'ready' && kind === storeKind
  }
}
