import { type RefObject, useEffect, useRef, useState } from 'react'
import type { ImportBatch, ImportChoice, ImportResult, ImportSource } from '../../../../contract/imports.ts'
import { client } from '../../../lib/client.ts'
import { knownError, pick, wordsOf } from '../../../lib/known-error.ts'
import { imports as words } from '../../../strings/en/imports.ts'
import { keysAdd } from '../../../strings/en/keys-add.ts'

/** Rows go to the core a few at a time, so that progress shows and Stop works. */
const AT_ONCE = 20

/** An import from its source to what became of each row. The core holds what was read; this page holds masks. */
export interface ImportFlow {
  batch: ImportBatch | null
  results: readonly ImportResult[]
  trouble: string | null
  isReading: boolean
  storing: { done: number; all: number } | null
  read: (source: ImportSource) => Promise<ImportBatch | null>
  store: (choices: readonly ImportChoice[]) => Promise<boolean>
  stop: () => void
  /** Back to the source: what was read is discarded. */
  back: () => void
}

/** Reads, stores and discards through the core. What was read is discarded when the dialog closes. */
export function useImport(): ImportFlow {
  const [batch, setBatch] = useState<ImportBatch | null>(null)
  const [results, setResults] = useState<readonly ImportResult[]>([])
  const [trouble, setTrouble] = useState<string | null>(null)
  const [isReading, setIsReading] = useState(false)
  const [storing, setStoring] = useState<{ done: number; all: number } | null>(null)
  const batchId = useRef<string | null>(null)
  const isStopped = useRef(false)

  const discard = () => discardBatch(batchId)
  useEffect(() => () => discardBatch(batchId), [])

  return {
    batch,
    results,
    trouble,
    isReading,
    storing,
    async read(source) {
      if (isReading) return null
      setTrouble(null)
      setIsReading(true)
      try {
        const next = await client.imports.read({ source })
        discard()
        batchId.current = next.id
        setBatch(next)
        setResults([])
        return next
      } catch (error) {
        setTrouble(troubleWords(error))
        return null
      } finally {
        setIsReading(false)
      }
    },
    async store(choices) {
      if (!batch || storing) return false
      isStopped.current = false
      setTrouble(null)
      const done: ImportResult[] = results.filter((result) => result.key)
      try {
        for (let at = 0; at < choices.length && !isStopped.current; at += AT_ONCE) {
          setStoring({ done: at, all: choices.length })
          done.push(
            ...(await client.imports.store({
              batchId: batch.id,
              rows: choices.slice(at, at + AT_ONCE),
            })),
          )
        }
        return true
      } catch (error) {
        setTrouble(troubleWords(error))
        return false
      } finally {
        setResults(done)
        setStoring(null)
      }
    },
    stop() {
      isStopped.current = true
    },
    back() {
      discard()
      setBatch(null)
      setResults([])
      setTrouble(null)
    },
  }
}

/** It is forgotten by itself after ten minutes, even where this does not arrive. */
function discardBatch(held: RefObject<string | null>): void {
  const id = held.current
  held.current = null
  if (id) client.imports.discard({ batchId: id }).catch(() => undefined)
}

/** What the core refused of a source, in words. */
export function troubleWords(error: unknown): string {
  const known = knownError(error)
  if (known?.code === 'NOT_FOUND') return words.gone
  if (known?.code === 'STORE_UNAVAILABLE') return keysAdd.storeUnavailable
  const text = known
    ? (pick(known.field === 'clipboard' ? words.clipboard : words.files, known.reason) ??
      pick(words.refused, known.reason))
    : null
  return text ?? words.failed(known ? known.reason : wordsOf(error))
}
