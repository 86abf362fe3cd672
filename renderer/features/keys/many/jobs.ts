import type { KeyChanges } from '../../../../contract/keys.ts'
import { client, orpc, queryClient } from '../../../lib/client.ts'
import type { Environment } from '../../../lib/use-environments.ts'
import { keys } from '../../../strings/en/keys.ts'
import { keysRegenerate } from '../../../strings/en/keys-regenerate.ts'
import { keysTable } from '../../../strings/en/keys-table.ts'
import { ui } from '../../../strings/en/ui.ts'
import { checkKey } from '../checking.ts'
import type { KeyRow } from '../types.ts'
import type { Job } from './use-many.ts'

const { progress, done } = keysTable
type Run = (job: Job) => Promise<void>

/** Asks each key's provider whether it works. */
export function checkJob(rows: readonly KeyRow[]): Job {
  let good = 0
  return {
    rows,
    async work({ key }) {
      const { ok } = await checkKey(key.id)
      if (ok) good += 1
    },
    progress: progress.checking,
    done: (checked) => {
      const bad = checked.length - good
      return { kind: bad > 0 ? 'info' : 'done', title: keys.check.done(good, bad) }
    },
  }
}

/** Takes keys out of use, with one undo for all of them. */
export function deleteJob(rows: readonly KeyRow[], run: Run): Job {
  return {
    rows,
    async work({ key }) {
      await client.keys.delete({ id: key.id })
      queryClient.setQueryData(orpc.keys.list.queryKey(), (list) => list?.filter((one) => one.id !== key.id))
    },
    progress: progress.deleting,
    done: (deleted) => ({
      title: done.deleted(deleted.length),
      text: done.deletedText,
      action: { text: ui.undo, run: () => void run(restoreJob(deleted)) },
    }),
  }
}

function restoreJob(rows: readonly KeyRow[]): Job {
  return {
    rows,
    async work({ key }) {
      await client.keys.restore({ id: key.id })
    },
    progress: progress.restoring,
    done: (restored) => ({ title: done.restored(restored.length) }),
  }
}

/** Refuses keys everywhere, with one undo for all of them where their secrets stay. */
export function revokeJob(rows: readonly KeyRow[], removeSecret: boolean, run: Run): Job {
  const words = keysRegenerate.revoke
  return {
    rows,
    async work({ key }) {
      await client.keys.revoke({ id: key.id, removeSecret })
    },
    progress: progress.revoking,
    done: (revoked) => ({
      title: words.done(words.several(revoked.length)),
      text: words.doneText(providersOf(revoked)),
      ...(removeSecret ? {} : { action: { text: ui.undo, run: () => void run(reactivateJob(revoked)) } }),
    }),
  }
}

function reactivateJob(rows: readonly KeyRow[]): Job {
  return {
    rows,
    async work({ key }) {
      await client.keys.reactivate({ id: key.id })
    },
    progress: progress.changing,
    done: (active) => ({ title: done.reactivated(active.length) }),
  }
}

/** The providers of keys, each once. */
export const providersOf = (rows: readonly KeyRow[]): string =>
  [...new Set(rows.map(({ provider }) => provider.name))].join(', ')

/** Moves keys to another environment. */
export function moveJob(rows: readonly KeyRow[], to: Environment, run: Run): Job {
  return {
    rows,
    async work({ key }, overrideReason) {
      await client.keys.update({
        id: key.id,
        changes: { environmentId: to.id },
        ...(overrideReason ? { overrideReason } : {}),
      })
    },
    progress: progress.moving,
    done: (moved) => ({
      title: done.moved(moved.length, to.name),
      action: {
        text: ui.undo,
        run: () => void run(undoJob(moved, ({ environment }) => ({ environmentId: environment.id }))),
      },
    }),
  }
}

/** Adds tags to keys and takes others off. */
export function tagJob(rows: readonly KeyRow[], change: (tags: readonly string[]) => string[], run: Run): Job {
  return {
    rows,
    async work({ key }) {
      await client.keys.update({ id: key.id, changes: { tags: change(key.tags) } })
    },
    progress: progress.changing,
    done: (tagged) => ({
      title: done.tagged(tagged.length),
      action: { text: ui.undo, run: () => void run(undoJob(tagged, ({ key }) => ({ tags: key.tags }))) },
    }),
  }
}

/** Gives keys a rotation period of their own, or with null their environment's. */
export function periodJob(rows: readonly KeyRow[], rotateAfterDays: number | null, run: Run): Job {
  return {
    rows,
    async work({ key }) {
      await client.keys.update({ id: key.id, changes: { rotateAfterDays } })
    },
    progress: progress.changing,
    done: (changed) => ({
      title: done.rotation(changed.length),
      action: {
        text: ui.undo,
        run: () => void run(undoJob(changed, ({ key }) => ({ rotateAfterDays: key.rotateAfterDays }))),
      },
    }),
  }
}

/** Puts back what was there, as the rows say that were taken before the change. */
function undoJob(rows: readonly KeyRow[], before: (row: KeyRow) => KeyChanges): Job {
  return {
    rows,
    async work(row, overrideReason) {
      await client.keys.update({
        id: row.key.id,
        changes: before(row),
        ...(overrideReason ? { overrideReason } : {}),
      })
    },
    progress: progress.changing,
    done: (undone) => ({ title: done.undone(undone.length) }),
  }
}
