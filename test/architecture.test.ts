import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { findBreaches } from './architecture.ts'

const root = resolve(import.meta.dirname, '..')
const planted = mkdtempSync(join(tmpdir(), 'keydeck-architecture-'))
afterAll(() => rmSync(planted, { recursive: true, force: true }))

test('no file imports what its folder must not', () => {
  const { breaches, files } = findBreaches(root)
  expect(files).toBeGreaterThan(100)
  expect(breaches).toEqual([])
})

test.each([
  ['contract/a.ts', "import { x } from '../main/core/b.ts'"],
  ['contract/b.ts', "import { readFileSync } from 'node:fs'"],
  ['main/core/a.ts', "import { app } from 'electron'"],
  ['main/core/b.ts', "import { os } from '../rpc/base.ts'"],
  ['main/core/vault/c.ts', "import { x } from '../calls/private-thing.ts'"],
  ['main/core/playground/c.ts', "import type { SecretReader } from '../vault/secret-store/secret-store.ts'"],
  ['main/core/vault/keys.ts', "import type { SecretExporter } from './secret-store/secret-store.ts'"],
  ['main/core/vault/d.ts', "import type { RemovedLineReader } from './secret-store/secret-store.ts'"],
  ['main/rpc/a.ts', "const e = await import('electron')"],
  ['main/headless/a.ts', "import { app } from 'electron/main'"],
  ['main/preload/a.ts', "import { readFileSync } from 'node:fs'"],
  ['renderer/ui/a.tsx', "import { KeysPage } from '../features/keys/page.tsx'"],
  ['renderer/features/keys/a.tsx', "export { x } from '../calls/page.tsx'"],
  ['renderer/lib/a.ts', "import { join } from 'node:path'"],
  ['renderer/features/keys/b.tsx', "import Sqlite from 'better-sqlite3'"],
  ['renderer/app/c.tsx', "const host = document.querySelector('meta[name=keydeck-host]')"],
  ['main/core/door/d.ts', "import { thing } from 'some-unclassified-package'"],
])('a planted breach is found: %s %s', (file, code) => {
  const path = join(planted, file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, code)
  const { breaches } = findBreaches(planted)
  expect(breaches.map((breach) => breach.split(' -> ')[0])).toContain(file)
  rmSync(path)
})
