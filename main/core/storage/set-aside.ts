import { existsSync, lstatSync, mkdirSync, renameSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { syncFolder } from './write-whole.ts'

/**
 * Moves files of one folder, whole, into a folder of the moment below `damaged` in it, for a person to look at. Answers
 * where they are now, null where none of them is there.
 */
export function setAside(paths: readonly [string, ...string[]], now: number): string | null {
  const there = paths.filter((path) => lstatSync(path, { throwIfNoEntry: false }))
  if (there.length === 0) return null
  const parent = dirname(paths[0])
  const damaged = join(parent, 'damaged')
  const folder = join(damaged, new Date(now).toISOString().replaceAll(/[-:.]/g, ''))
  // Not `recursive`: Node then tries for ever where a file system has no room for folders at all.
  for (const path of [damaged, folder]) if (!existsSync(path)) mkdirSync(path, { mode: 0o700 })
  for (const path of there) renameSync(path, join(folder, basename(path)))
  syncFolder(parent)
  return folder
}
