import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findElectron } from './find-electron.ts'
import { isBuilt } from './is-built.ts'
import { readStartOptions, whyNoDesktop } from './start-options.ts'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'keydeck-start-'))
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

function put(path: string, text = '', age = 0): void {
  const file = join(root, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  const time = new Date(Date.now() - age)
  utimesSync(file, time, time)
}

describe('finding the runtime', () => {
  test('the npm package alone is no runtime: its types are installed everywhere', () => {
    put('node_modules/electron/index.js')
    expect(findElectron(root, {})).toBeUndefined()
  })

  test('a path.txt whose program is gone is no runtime either', () => {
    put('node_modules/electron/path.txt', 'electron')
    expect(findElectron(root, {})).toBeUndefined()
  })

  test('finds an installed one, and an override instead of it', () => {
    put('node_modules/electron/path.txt', 'electron\n')
    put('node_modules/electron/dist/electron')
    put('elsewhere/electron')
    expect(findElectron(root, {})).toBe(join(root, 'node_modules/electron/dist/electron'))
    const environment = { ELECTRON_OVERRIDE_DIST_PATH: join(root, 'elsewhere') }
    expect(findElectron(root, environment)).toBe(join(root, 'elsewhere/electron'))
  })
})

describe('whether it has to be built', () => {
  const bundles = ['main/electron.js', 'main/headless.js', 'preload/index.cjs', 'renderer/index.html']
  const build = (age: number) => {
    for (const name of bundles) put(`dist/${name}`, '', age)
  }
  const makeOld = (folder: string) => utimesSync(join(root, folder), 1, 1)

  test('nothing is there', () => {
    put('main/core/a.ts')
    expect(isBuilt(root)).toBe(false)
  })

  test('one bundle of a broken build is missing', () => {
    build(0)
    rmSync(join(root, 'dist/preload/index.cjs'))
    expect(isBuilt(root)).toBe(false)
  })

  test('a source deep inside is younger', () => {
    build(60_000)
    put('renderer/app/x/page.tsx')
    expect(isBuilt(root)).toBe(false)
  })

  test('a test or a README that is younger changes nothing', () => {
    put('main/core/a.test.ts')
    put('main/README.md')
    for (const folder of ['main/core', 'main']) makeOld(folder)
    build(60_000)
    expect(isBuilt(root)).toBe(true)
  })
})

describe('the options', () => {
  test('the rest goes to the host untouched', () => {
    expect(readStartOptions(['--host', 'headless', '--port', '0'])).toEqual({ host: 'headless', rest: ['--port', '0'] })
    expect(readStartOptions(['--port', '0', '--host=electron'])).toEqual({ host: 'electron', rest: ['--port', '0'] })
    expect(readStartOptions(['--no-open'])).toEqual({ host: 'any', rest: ['--no-open'] })
  })

  test.each([[['--host']], [['--host', 'tauri']], [['--host=']]])('refuses %j instead of guessing a host', (parts) => {
    expect(() => readStartOptions(parts)).toThrow('--host takes electron or headless')
  })

  test('no runtime, or no display on Linux, is a reason in words', () => {
    expect(whyNoDesktop({ program: undefined, platform: 'darwin', environment: {} })).toContain(
      'runtime is not installed',
    )
    expect(whyNoDesktop({ program: '/e', platform: 'linux', environment: {} })).toBe('There is no display')
    expect(whyNoDesktop({ program: '/e', platform: 'linux', environment: { DISPLAY: ':0' } })).toBeUndefined()
    expect(whyNoDesktop({ program: '/e', platform: 'win32', environment: {} })).toBeUndefined()
  })
})
