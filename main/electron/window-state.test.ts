import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readWindowState, writeWindowState } from './window-state.ts'

const area = { x: 0, y: 32, width: 1920, height: 1048 }
const beside = { x: 1920, y: 0, width: 2560, height: 1440 }
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydeck-window-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('comes back where it was, on the second display too', () => {
  const state = { x: 2100, y: 40, width: 1200, height: 900, isMaximized: true }
  writeWindowState(folder, state)
  expect(readWindowState(folder, [area, beside])).toEqual(state)
})

test.each([
  ['a display that is gone', { x: 2100, y: 40 }],
  ['left of everything', { x: -1190, y: 40 }],
  ['a title bar above the screen', { x: 10, y: -200 }],
  ['a title bar under the screen', { x: 10, y: 1075 }],
])('a window lost to %s opens in the middle of what there is', (_where, place) => {
  writeWindowState(folder, { ...place, width: 1200, height: 900, isMaximized: false })
  const { x, y, width, height } = readWindowState(folder, [area])
  expect({ x, y, width, height }).toEqual({ x: 320, y: 136, width: 1280, height: 840 })
})

test('a window larger than the display shrinks, but never under the smallest that the page is made for', () => {
  writeWindowState(folder, { x: 0, y: 32, width: 5000, height: 100, isMaximized: false })
  expect(readWindowState(folder, [area])).toMatchObject({ width: 1920, height: 640 })
})

test.each([
  '',
  '{',
  'null',
  '[]',
  '"x"',
  '{"x":1}',
  '{"x":"1","y":2,"width":3,"height":4}',
  '{"x":1e300,"y":0,"width":9,"height":9}',
])('a damaged file %j is no reason not to open', (text) => {
  writeFileSync(join(folder, 'window-state.json'), text)
  expect(readWindowState(folder, [area])).toMatchObject({ width: 1280, height: 840 })
})

test('opens even where no display is reported', () => {
  expect(readWindowState(folder, []).width).toBeGreaterThanOrEqual(900)
})

test.skipIf(process.platform === 'win32')('is readable by its owner alone, like everything in the profile', () => {
  writeWindowState(folder, { x: 0, y: 40, width: 1000, height: 700, isMaximized: false })
  expect(statSync(join(folder, 'window-state.json')).mode & 0o777).toBe(0o600)
})
