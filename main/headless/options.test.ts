import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DEFAULT_PORT, rememberHostFacts } from './host-facts.ts'
import { hasScreen } from './open-browser.ts'
import { readOptions, UsageError } from './options.ts'

describe('the command line', () => {
  const read = (...parts: string[]) => readOptions(parts, { KEYDECK_DATA: '/data' })
  test('reads its three options', () => {
    expect(read()).toEqual({ port: null, dataFolder: resolve('/data'), opensBrowser: true })
    expect(read('--port', '0', '--data', '/other', '--no-open')).toEqual({
      port: 0,
      dataFolder: resolve('/other'),
      opensBrowser: false,
    })
    expect(read('--help')).toBe('help')
  })
  test.each([
    ['--port', '65536'],
    ['--port', '-1'],
    ['--port', '1e3'],
    ['--port', ''],
    ['--host', '0.0.0.0'],
    ['stray'],
  ])('refuses %s %s instead of guessing: there is no way to listen elsewhere', (...parts) => {
    expect(() => read(...parts)).toThrow(UsageError)
  })
})

describe('what is remembered of a profile', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'keydeck-facts-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  test('keeps port and cookie name, so that bookmarks and tunnels go on working', () => {
    const first = rememberHostFacts(folder, null)
    expect(first.port).toBe(DEFAULT_PORT)
    expect(first.cookieSuffix).toMatch(/^[0-9a-f]{12}$/)
    expect(rememberHostFacts(folder, 8_100)).toEqual({ ...first, port: 8_100 })
    expect(rememberHostFacts(folder, null)).toEqual({ ...first, port: 8_100 })
  })
  test('a random port is for once', () => {
    expect(rememberHostFacts(folder, 0).port).toBe(DEFAULT_PORT)
  })
  test('two profiles never share a cookie name', () => {
    const suffix = rememberHostFacts(folder, null).cookieSuffix
    rmSync(join(folder, 'headless.json'))
    expect(rememberHostFacts(folder, null).cookieSuffix).not.toBe(suffix)
  })
  test.each(['', '{', 'null', '{"port":"80","cookieSuffix":"; Domain=x"}', '{"port":70000}', '[]'])(
    'F6: a damaged file (%j) is made anew',
    (text) => {
      const path = join(folder, 'headless.json')
      writeFileSync(path, text)
      chmodSync(path, 0o644)
      expect(rememberHostFacts(folder, null).cookieSuffix).toMatch(/^[0-9a-f]{12}$/)
      expect(JSON.parse(readFileSync(path, 'utf8'))).toHaveProperty('port', DEFAULT_PORT)
      expect(statSync(path).mode & 0o777).toBe(0o600)
    },
  )
})

describe('the browser opens by itself', () => {
  test.each([
    [true, { DISPLAY: ':0' }, 'linux', true],
    [true, { WAYLAND_DISPLAY: 'w' }, 'linux', true],
    [true, {}, 'linux', false],
    [false, { DISPLAY: ':0' }, 'linux', false],
    [true, { DISPLAY: ':10', SSH_CONNECTION: 'x' }, 'linux', false],
    [true, {}, 'darwin', true],
    [true, { SSH_TTY: 'x' }, 'darwin', false],
  ])('only on a screen in front of the person (terminal %s, %j, %s)', (isTerminal, environment, platform, expected) => {
    expect(hasScreen(isTerminal, environment, platform)).toBe(expected)
  })
})
