import { useSyncExternalStore } from 'react'
import type { CheckResult } from '../../../contract/keys.ts'
import { client } from '../../lib/client.ts'

const atOnce = 4
let running: ReadonlySet<string> = new Set()
const listeners = new Set<() => void>()

function publish(change: (next: Set<string>) => void): void {
  const next = new Set(running)
  change(next)
  running = next
  for (const listener of listeners) listener()
}

function watch(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Whether a key is being checked now, whoever asked for it. */
export function useIsChecking(id: string): boolean {
  return useSyncExternalStore(watch, () => running.has(id))
}

/** Checks one key through the core. The list comes anew by itself. */
export async function checkKey(id: string): Promise<CheckResult> {
  publish((next) => next.add(id))
  try {
    return await client.keys.check({ id })
  } finally {
    publish((next) => next.delete(id))
  }
}

/** Checks many keys, a few at a time, until `signal` aborts. Answers how many work. A key that went away counts for neither. */
export async function checkKeys(
  ids: readonly string[],
  options: { signal: AbortSignal; onProgress: (done: number) => void },
): Promise<{ good: number; bad: number; failure: unknown }> {
  const waiting = [...ids]
  const result = { good: 0, bad: 0, failure: null as unknown }
  let done = 0
  const work = async () => {
    for (let id = waiting.shift(); id && !options.signal.aborted; id = waiting.shift()) {
      try {
        const check = await checkKey(id)
        if (check.ok) result.good += 1
        else result.bad += 1
      } catch (error) {
        result.failure = error
      }
      done += 1
      options.onProgress(done)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return result
}
