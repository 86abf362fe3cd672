import { useEffect, useRef, useState } from 'react'
import { keysTable } from '../../../strings/en/keys-table.ts'
import { useToast } from '../../../ui/toast.tsx'
import type { ToastMessage } from '../../../ui/toast-desk.ts'
import { refusalWords } from '../refusal-words.ts'
import type { KeyRow } from '../types.ts'
import { type ManyResult, runMany } from './run-many.ts'

const { stopping } = keysTable.progress

/** Something that is done to many keys. */
export interface Job {
  rows: readonly KeyRow[]
  /** `overrideReason`: why a warning may be overridden, where the person was asked. */
  work: (row: KeyRow, overrideReason?: string) => Promise<void>
  /** How far it is, in words. */
  progress: (done: number, all: number) => string
  /** What is said of those that were done; null says nothing. */
  done: (rows: readonly KeyRow[]) => ToastMessage | null
}

/** A job that some keys refused. */
export interface Failures {
  job: Job
  result: ManyResult<KeyRow>
}

/** Runs jobs one after the other, says how far they are, and keeps what failed until it was read. */
export interface Many {
  /** How far the job is; null while there is none. */
  running: string | null
  run: (job: Job, overrideReason?: string) => Promise<void>
  stop: () => void
  failures: Failures | null
  forgetFailures: () => void
}

/** The jobs of the keys page. They go on when the page is left. */
export function useMany(): Many {
  const toast = useToast()
  const [running, setRunning] = useState<string | null>(null)
  const [failures, setFailures] = useState<Failures | null>(null)
  const abort = useRef<AbortController | null>(null)
  const queue = useRef(Promise.resolve())
  const isHere = useRef(true)
  useEffect(() => {
    isHere.current = true
    return () => {
      isHere.current = false
    }
  }, [])

  const start = async (job: Job, overrideReason?: string) => {
    const controller = new AbortController()
    abort.current = controller
    const all = job.rows.length
    setRunning(job.progress(0, all))
    const result = await runMany(job.rows, (row) => job.work(row, overrideReason), {
      signal: controller.signal,
      onProgress: (count) => setRunning(controller.signal.aborted ? stopping : job.progress(count, all)),
    })
    setRunning(null)
    const said = result.done.length > 0 ? job.done(result.done) : null
    if (said) toast(result.isStopped ? { ...said, title: keysTable.done.stopped(result.done.length, all) } : said)
    if (result.failed.length === 0) return
    if (isHere.current) setFailures({ job, result })
    else toast({ kind: 'error', title: keysTable.failures.title(result.failed.length, all), text: listOf(result) })
  }

  return {
    running,
    stop() {
      abort.current?.abort()
      // What a provider was asked already may take its time.
      setRunning((now) => (now === null ? null : stopping))
    },
    failures,
    forgetFailures: () => setFailures(null),
    run(job, overrideReason) {
      queue.current = queue.current.then(() => start(job, overrideReason))
      return queue.current
    },
  }
}

const listOf = ({ failed }: ManyResult<KeyRow>) =>
  failed.map(({ item, error }) => `${item.key.name}: ${refusalWords(error)}`).join(' ')
