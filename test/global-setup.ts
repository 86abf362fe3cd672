import { rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { programs } from './programs.ts'
import { makeScratchFolder } from './scratch-folder.ts'

const root = join(import.meta.dirname, '..')

let folder = ''

/** What tests write goes to a scratch folder. Processes that they start find themselves bundled, and compiled by the one before. */
export async function setup(): Promise<void> {
  // Each Vitest project asks for it, and one folder serves them all.
  if (process.env['KEYDECK_TEST_PROGRAMS']) return
  process.env['KEYDECK_TEST_DISK'] = tmpdir()
  folder = makeScratchFolder()
  const outDir = join(folder, 'programs')
  await bundlePrograms(outDir)
  // What is not bundled is found as from the repository.
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
  process.env['KEYDECK_TEST_PROGRAMS'] = outDir
  process.env['TMPDIR'] = folder
  process.env['NODE_COMPILE_CACHE'] = join(folder, 'compiled')
}

export function teardown(): void {
  if (folder !== '') rmSync(folder, { recursive: true, force: true })
}

async function bundlePrograms(outDir: string): Promise<void> {
  const native = ['better-sqlite3', '@napi-rs/keyring']
  await build({
    configFile: false,
    logLevel: 'error',
    root,
    ssr: { noExternal: true, external: native },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(programs).map(([name, path]) => [name, join(root, path)])),
        external: native,
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  })
}
