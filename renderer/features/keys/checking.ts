import { useSyncExternalStore } from 'react'
import type { CheckResult } from '../../../contract/keys.ts'
import { client } from '../../lib/client.ts'

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
