import { Worker } from 'node:worker_threads'
import type { CopyJob, CopyResult } from './copy-database.ts'

// Bundled, the worker is a file of its own beside this chunk; from source, Node runs the TypeScript itself.
const workerUrl = new URL(
  import.meta.url.endsWith('.ts') ? './backup-worker.ts' : './backup-worker.js',
  import.meta.url,
)

/** Copies and checks a database in a thread, so that a big one stops neither calls nor the page. */
export function launchCopy(job: CopyJob): Promise<CopyResult> {
  return new Promise((resolve) => {
    const worker = new Worker(workerUrl, { workerData: job, execArgv: [] })
    worker.once('message', (result: CopyResult) => resolve(result))
    worker.once('error', (error) => resolve({ kind: 'failed', code: error instanceof Error ? error.name : 'unknown' }))
    worker.once('exit', () => resolve({ kind: 'failed', code: 'the thread ended' }))
  })
}
