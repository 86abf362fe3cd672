import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What `@electron/fuses` looks for in a binary, and the fuses of a new one: version, count, a digit each. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const wire = (states: string) => Buffer.concat([Buffer.from([1, states.length]), Buffer.from(states)])

/**
 * Lays out what electron-builder takes from an unpacked Electron, with a binary that can't run. What goes into a package
 * can be looked at with it; a package made of it is no app.
 */
export function makeStandInRuntime(folder: string, options: { version: string; fuseStates?: string }): void {
  mkdirSync(join(folder, 'resources'), { recursive: true })
  mkdirSync(join(folder, 'locales'))
  const padding = Buffer.from('This is no Electron: a stand-in to look at what is packed.\n'.repeat(64))
  const fuses = wire(options.fuseStates ?? '101100110')
  writeFileSync(join(folder, 'electron'), Buffer.concat([padding, Buffer.from(sentinel), fuses, padding]), {
    mode: 0o755,
  })
  writeFileSync(join(folder, 'version'), options.version)
  writeFileSync(join(folder, 'LICENSE'), 'A stand-in for the licence of Electron.\n')
  writeFileSync(join(folder, 'LICENSES.chromium.html'), '<p>A stand-in for the licences of Chromium.</p>\n')
  writeFileSync(join(folder, 'locales', 'en-US.pak'), '')
}
