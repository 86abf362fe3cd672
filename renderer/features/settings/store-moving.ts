import { useSyncExternalStore } from 'react'
import type { SecretStoreKind, StoreMoveProgress } from '../../../contract/secret-store.ts'
import { client } from '../../lib/client.ts'

/** Where a move goes, with the passphrase of a file. */
export type MoveTarget = { kind: 'os-keychain' } | { kind: 'encrypted-file'; passphrase: string }

/** The move that this page began, as far as it is told of. */
export type Moving =
  | { is: 'idle' }
  | { is: 'running'; to: SecretStoreKind; progress: StoreMoveProgress | null }
  | { is: 'ended'; to: SecretStoreKind; progress: StoreMoveProgress }
  | { is: 'refused'; to: SecretStoreKind; error: unknown }

// Outside the components: a move goes on, and is followed, while the person looks at another page.
let moving: Moving = { is: 'idle' }
const watchers = new Set<() => void>()

function become(next: Moving): void {
  moving = next
  for (const watcher of watchers) watcher()
}

const watch = (watcher: () => void) => {
  watchers.add(watcher)
  return () => watchers.delete(watcher)
}

export const useMoving = (): Moving => useSyncExternalStore(watch, () => moving)

/** Begins a move, or goes on with one. Resolves when it has ended, however it did. */
export async function startMove(target: MoveTarget): Promise<void> {
  if (moving.is === 'running') return
  const to = target.kind
  become({ is: 'running', to, progress: null })
  let last: StoreMoveProgress | null = null
  try {
    for await (const progress of await client.secretStore.move(target)) {
      last = progress
      become({ is: 'running', to, progress })
    }
  } catch (error) {
    return become({ is: 'refused', to, error })
  }
  // A stream that ends without a last word is a core that quits: the status says what is unfinished.
  const isOver = last?.phase === 'done' || last?.phase === 'failed'
  become(last && isOver ? { is: 'ended', to, progress: last } : { is: 'idle' })
}

/** The person has read how it ended. */
export function forgetMove(): void {
  if (moving.is !== 'running') become({ is: 'idle' })
}
