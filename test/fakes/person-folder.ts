import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * A new folder for files of a person's. Never in memory, where other tests have theirs: that lies in /dev, out of
 * which no import reads.
 */
export const personFolder = (): string =>
  mkdtempSync(join(process.env['KEYDECK_TEST_DISK'] ?? tmpdir(), 'keydeck-person-'))
