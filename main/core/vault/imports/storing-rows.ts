import type { ImportChoice, ImportResult } from '../../../../contract/imports.ts'
import { errorKind } from '../../error-kind.ts'
import { KeydeckError } from '../../keydeck-error.ts'
import type { Log } from '../../ports.ts'
import type { KeyAdding } from '../keys/adding.ts'
import type { HeldBatch } from './import-batches.ts'
import { fileNameOf } from './line-parts.ts'

/** Stores rows as single keys are added, one after the other: what is refused of one is nothing to the others. */
export class RowStoring {
  readonly #adding: KeyAdding
  readonly #log: Log

  constructor({ adding, log }: { adding: KeyAdding; log: Log }) {
    this.#adding = adding
    this.#log = log
  }

  async store(batch: HeldBatch, rows: readonly ImportChoice[]): Promise<ImportResult[]> {
    const results: ImportResult[] = []
    for (const row of rows) results.push(await this.#storeRow(batch, row))
    return results
  }

  async #storeRow(batch: HeldBatch, { line, ...choice }: ImportChoice): Promise<ImportResult> {
    const taken = batch.take(line)
    if ('refusal' in taken) return { line, key: null, refusal: taken.refusal }
    const detail = { line: String(line), ...(batch.file ? { file: fileNameOf(batch.file.path) } : {}) }
    try {
      const { key } = await this.#adding.add(
        { ...choice, tags: [], notes: '', secret: taken.secret },
        { action: 'key_imported', from: batch.source, detail },
      )
      return { line, key, refusal: null }
    } catch (error) {
      batch.putBack(line, taken.secret)
      if (!(error instanceof KeydeckError)) this.#log.error('imports.row-failed', { kind: errorKind(error) })
      return { line, key: null, refusal: refusalOf(error) }
    }
  }
}

/** In one word, which the page has a sentence for. */
function refusalOf(error: unknown): string {
  if (!(error instanceof KeydeckError)) return 'failed'
  const data: object = error.data
  if ('state' in data) return String(data.state)
  if ('reason' in data) return String(data.reason)
  return 'what' in data ? `${String(data.what)}_gone` : 'failed'
}
