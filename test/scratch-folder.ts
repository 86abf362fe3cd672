import { accessSync, constants, mkdtempSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Memory that Linux offers as a folder. */
const MEMORY = '/dev/shm'
/** Containers may have a few megabytes there; the profiles of a few Chromiums need more. */
const NEEDED_BYTES = 2 * 1024 ** 3

/**
 * A folder for all that tests write, in memory where there is enough of it: half their time would go into waiting for a
 * disk whose power nobody cuts.
 */
export function makeScratchFolder(): string {
  return mkdtempSync(join(hasMemory() ? MEMORY : tmpdir(), 'keydeck-tests-'))
}

function hasMemory(): boolean {
  try {
    accessSync(MEMORY, constants.W_OK)
    const { bavail, bsize } = statfsSync(MEMORY)
    return bavail * bsize >= NEEDED_BYTES
  } catch {
    return false
  }
}
