import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { extractAll, extractFile, listPackage, statFile } from '@electron/asar'
import { _electron } from '@playwright/test'
import { parseSync } from 'oxc-parser'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findChromium } from './find-tools.ts'

const root = join(import.meta.dirname, '..')
const platform = `${process.platform}-${process.arch}`

let folder: string
let packed: string
let asar: string
let files: string[]

const inside = (path: string) => extractFile(asar, path).toString('utf8')
const isUnpacked = (path: string): boolean => {
  const stats = statFile(asar, path)
  return 'unpacked' in stats && stats.unpacked
}

/** Packs as `npm run package -- --dir` does, into a folder of this test. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydeck-package-'))
  const parts = ['scripts/package.ts', '--built', '--dir', `-c.directories.output=${folder}`]
  const result = spawnSync(process.execPath, parts, { cwd: root, encoding: 'utf8' })
  if (result.status !== 0) throw new Error(`Packing failed:\n${result.stdout}\n${result.stderr}`)
  packed = join(folder, readdirSync(folder).find((name) => name.endsWith('-unpacked')) ?? '')
  asar = join(packed, 'resources', 'app.asar')
  files = listPackage(asar, { isPack: false })
    .map((path) => path.slice(1).replaceAll('\\', '/'))
    .filter((path) => 'size' in statFile(asar, path))
}, 180_000)

afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))

describe('what is packed', () => {
  test('is the three bundles, the package and two native modules, and nothing else', () => {
    const places = new Set(
      files.map((path) =>
        path
          .split('/')
          .slice(0, path.startsWith('node_modules/@') ? 3 : 2)
          .join('/'),
      ),
    )
    const native = [...places].filter((place) => place.startsWith('node_modules/@napi-rs/keyring-'))
    expect(native).toHaveLength(1)
    expect([...places].filter((place) => !native.includes(place)).toSorted()).toEqual([
      'dist/main',
      'dist/preload',
      'dist/renderer',
      'node_modules/@napi-rs/keyring',
      'node_modules/better-sqlite3',
      'package.json',
    ])
  })

  test('holds no source, test, tool, map, or Node of its own', () => {
    const unwanted =
      /\.(ts|tsx|mts|cts|map|md|c|cc|cpp|h|gyp|exe)$|\.test\.|(^|\/)(test|tests|scripts|bench|tools|contract|docs)\/|\/bin\/node/
    expect(files.filter((path) => unwanted.test(path))).toEqual([])
  })

  test('names no folder of the machine that built it', () => {
    const archive = readFileSync(asar)
    expect(archive.includes(root)).toBe(false)
    expect(archive.includes('node_modules/.vite')).toBe(false)
  })

  test('asks for nothing to be installed or run: the package says what it is, and no more', () => {
    const about = JSON.parse(inside('package.json')) as Record<string, unknown>
    expect(about).toMatchObject({
      name: 'keydeck',
      productName: 'Keydeck',
      main: 'dist/main/electron.js',
      type: 'module',
    })
    expect(Object.keys(about)).not.toEqual(expect.arrayContaining(['devDependencies']))
    expect(about['scripts'] ?? {}).toEqual({})
  })
})

describe('native modules', () => {
  test('lie beside the archive, where the system can load them, each for this platform alone', () => {
    const native = files.filter((path) => path.endsWith('.node'))
    expect(native.toSorted()).toEqual([
      expect.stringMatching(/^node_modules\/@napi-rs\/keyring-[a-z0-9-]+\/keyring\.[a-z0-9-]+\.node$/) as string,
      `node_modules/better-sqlite3/prebuilds/${platform}.node`,
    ])
    for (const path of native) {
      expect(isUnpacked(path), path).toBe(true)
      expect(existsSync(join(packed, 'resources', 'app.asar.unpacked', path)), path).toBe(true)
    }
  })

  test('nothing of our own is unpacked, where it could be changed without the archive noticing', () => {
    expect(files.filter((path) => path.startsWith('dist/') && isUnpacked(path))).toEqual([])
  })
})

describe('the bundles', () => {
  test('the preload is one CommonJS file that requires Electron and nothing else', () => {
    expect(files.filter((path) => path.startsWith('dist/preload/'))).toEqual(['dist/preload/index.cjs'])
    const required = [...inside('dist/preload/index.cjs').matchAll(/require\(["']([^"']+)["']\)/g)].map(
      ([, name]) => name,
    )
    expect(required).toEqual(['electron'])
  })

  test('the page is there, and its document names only its own files', () => {
    const html = inside('dist/renderer/index.html')
    const named = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address ?? '')
    expect(named.length).toBeGreaterThan(0)
    for (const address of named) expect(files).toContain(`dist/renderer/${address.replace(/^\.\//, '')}`)
  })

  test('the headless host does without Electron', () => {
    expect(inside('dist/main/headless.js')).not.toMatch(/from ["']electron["']|require\(["']electron["']\)/)
  })

  test('every file and module that a bundle imports was packed, or comes with Node and Electron', () => {
    const provided = /^(node:.+|electron)$/
    for (const path of files.filter((name) => /^dist\/main\/.*\.js$/.test(name))) {
      const text = inside(path)
      const { staticImports, dynamicImports } = parseSync(path, text).module
      const named = staticImports.map((entry) => entry.moduleRequest.value)
      const loaded = dynamicImports.map(({ moduleRequest: { start, end } }) => text.slice(start + 1, end - 1))
      for (const name of [...named, ...loaded].filter((request) => !provided.test(request))) {
        const place = name.startsWith('./') ? `dist/main/${name.slice(2)}` : `node_modules/${name}/package.json`
        expect(files, `${path} imports ${name}`).toContain(place)
      }
    }
  })
})

test.skipIf(!findChromium())(
  'what was packed runs by itself, away from this repo',
  async () => {
    const away = join(folder, 'away')
    extractAll(asar, away)
    process.env['ELECTRON_OVERRIDE_DIST_PATH'] = join(import.meta.dirname, 'electron-double', 'dist')
    const { DBUS_SESSION_BUS_ADDRESS: _bus, ...env } = process.env as Record<string, string>
    const app = await _electron.launch({
      args: ['.'],
      cwd: away,
      env: { ...env, KEYDECK_DATA: join(folder, 'profile') },
    })
    try {
      const window = await app.firstWindow()
      await window.getByRole('heading', { name: 'Where should your keys lie?' }).waitFor()
    } finally {
      await app.close()
    }
  },
  60_000,
)
