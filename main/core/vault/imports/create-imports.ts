import type {
  ImportBatch,
  ImportChoice,
  ImportResult,
  ImportSource,
  RemovedLine,
} from '../../../../contract/imports.ts'
import { KeydeckError } from '../../keydeck-error.ts'
import type { ClipboardReader, Files } from '../../ports.ts'
import type { KeyAdding } from '../keys/adding.ts'
import type { SameSecrets } from '../keys/same-secret.ts'
import type { Providers } from '../providers/providers.ts'
import { SerialQueue } from '../secret-store/serial-queue.ts'
import { HeldBatch, type HeldFile, ImportBatches, leaveFile } from './import-batches.ts'
import { readRows } from './import-rows.ts'
import { fileNameOf, type LineParts, markFile } from './line-parts.ts'
import { LineReconciling } from './line-reconciling.ts'
import { LineRemoving, type LineToRemove } from './line-removing.ts'
import { LineReturning } from './line-returning.ts'
import { LineSettling } from './line-settling.ts'
import { readSource } from './read-import.ts'
import { RowStoring } from './storing-rows.ts'

/** Adding many keys, and what becomes of the lines of a file that they stood in. */
export interface Imports {
  chooseFile(): Promise<string | null>
  read(source: ImportSource): Promise<ImportBatch>
  store(batchId: string, rows: readonly ImportChoice[]): Promise<ImportResult[]>
  discard(batchId: string): void
  removeLines(batchId: string, lines: readonly number[]): Promise<RemovedLine[]>
  removedLines(): RemovedLine[]
  putBack(id: string): Promise<RemovedLine[]>
  confirmRemoved(ids: readonly string[]): Promise<RemovedLine[]>
}

/** What the vault does with it. */
export interface ImportsKeeper extends Imports {
  /** Forgets every batch: nothing that was read outlives a lock. */
  forget(): void
  /** Brings files, rows and kept lines together. Never rejects. */
  reconcile(): Promise<void>
  close(): Promise<void>
}

interface ImportsOptions extends LineParts {
  clipboard: ClipboardReader
  files: Files
  providers: Providers
  adding: KeyAdding
  same: SameSecrets
}

/** Puts the parts together. */
export function createImports(options: ImportsOptions): ImportsKeeper {
  const { files, lines, same } = options
  const batches = new ImportBatches(options.clock)
  const storing = new RowStoring(options)
  const settling = new LineSettling(options)
  const removing = new LineRemoving(options, settling)
  const returning = new LineReturning(options, settling)
  // One act on files at a time: each leaves them and the rows in agreement.
  const queue = new SerialQueue()
  const reconciling = new LineReconciling({ ...options, settling, queue })
  // Before anybody sees the rows that a crash left in the middle.
  void reconciling.run()

  /** A line whose key the vault has now, whoever put it there. */
  const lineToRemove = (file: HeldFile, line: number): LineToRemove[] => {
    const place = file.places.get(line)
    const key = place && same.find(place.fingerprint).find((one) => one.role === 'current')
    if (!place || !key) return []
    return [{ line, start: place.start, end: place.end, variable: place.variable, keyId: key.keyId, keyName: key.name }]
  }

  const act = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await queue.run(work)
    } catch (error) {
      // What it left in the middle.
      void reconciling.run()
      throw error
    }
  }

  return {
    async chooseFile() {
      if (!files.available) throw new KeydeckError('INVALID', { field: 'path', reason: 'no_dialog' })
      return files.chooseFile()
    },
    read: (source) => readBatch(source, options, batches),
    store: async (batchId, rows) => storing.store(batches.get(batchId), rows),
    discard: (batchId) => batches.discard(batchId),
    removeLines: (batchId, wanted) =>
      act(async () => {
        const { file } = batches.get(batchId)
        const asked = [...new Set(wanted)].flatMap((line) => (file ? lineToRemove(file, line) : []))
        if (!file || asked.length === 0) throw new KeydeckError('CONFLICT', { reason: 'not_stored' })
        const { removed, cut, fileMark } = await removing.remove(file.path, file.mark, asked)
        leaveFile(file, fileMark, cut)
        return removed
      }),
    removedLines: () => lines.list(),
    putBack: (id) => act(() => returning.putBack(id)),
    confirmRemoved: (ids) => act(() => returning.confirm(ids)),
    forget: () => batches.discardAll(),
    reconcile: () => reconciling.run(),
    async close() {
      batches.discardAll()
      await reconciling.close()
    },
  }
}

async function readBatch(source: ImportSource, options: ImportsOptions, batches: ImportBatches): Promise<ImportBatch> {
  const { records, fingerprint, same, clipboard } = options
  const providers = options.providers.list()
  const { candidates, otherLines, file } = await readSource(source, { providers, clipboard })
  const rows = readRows(candidates, {
    providers,
    names: records.list().map((record) => record.name),
    fileName: file ? fileNameOf(file.read.path) : '',
    fingerprint,
    findSame: (mark) => same.find(mark),
  })
  const held = file && { path: file.read.path, mark: markFile(options, file.read.bytes) }
  const batch = new HeldBatch(source.from, held, rows)
  const forgottenAt = batches.hold(batch)
  return {
    id: batch.id,
    source: source.from,
    rows: rows.map(({ row }) => row),
    otherLines,
    file: file?.facts ?? null,
    forgottenAt,
  }
}
