import { parentPort, workerData } from 'node:worker_threads'
import { type CopyJob, copyDatabase } from './copy-database.ts'

const result = await copyDatabase(workerData as CopyJob)
// Bound, because a thread's port has no origin to name, unlike a window.
parentPort?.postMessage.call(parentPort, result)
