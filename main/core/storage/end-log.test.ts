import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createMemoryLog } from '../../../test/fakes/log.ts'
import { EndLog } from './end-log.ts'

let folder: string
let path: string
let log: ReturnType<typeof createMemoryLog>
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydeck-ends-'))
  path = join(folder, 'keydeck.revoked')
  log = createMemoryLog()
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const open = (short?: number) => new EndLog({ path, log, ...(short === undefined ? {} : { short }) })
const revoked = (id: string, at = 1) => ({ act: 'local_key_revoked' as const, id, at })
const ids = (endLog: EndLog) => endLog.endings.map(({ id }) => id)

test('what was noted is not there at the next start, or is anybody’s to read', () => {
  const first = open()
  first.note(revoked('a'))
  first.note({ act: 'local_key_regenerated', id: 'b', at: 2, hash: 'h', next: { hash: 'n', last4: 'abcd' } })
  first.note({ act: 'key_revoked', id: 'c', at: 3, secretId: 's' })
  expect(open().endings).toEqual(first.endings)
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600)
})

test('a line that was cut anywhere takes another one along, or ends the start', () => {
  const line = `${JSON.stringify(revoked('b'))}\n`
  for (let length = 0; length <= line.length; length += 1) {
    writeFileSync(path, `${JSON.stringify(revoked('a'))}\n${line.slice(0, length)}`)
    const endLog = open()
    endLog.note(revoked('c'))
    const isWhole = length >= line.length - 1
    expect(ids(endLog), `${length} bytes`).toEqual(isWhole ? ['a', 'b', 'c'] : ['a', 'c'])
    expect(ids(open())).toEqual(ids(endLog))
  }
  expect(log.lines).toEqual([])
})

test('a line that nobody can read hides the others, or goes without a word', () => {
  writeFileSync(
    path,
    `${JSON.stringify(revoked('a'))}\n{"act":"local_key_blessed"}\n\0\n${JSON.stringify(revoked('b'))}\n`,
  )
  const endLog = open(0)
  expect(ids(endLog)).toEqual(['a', 'b'])
  expect(log.lines).toContainEqual({ level: 'error', event: 'end-log.lines-unreadable', fields: { lines: 2 } })
  endLog.shorten(100)
  expect(readFileSync(path, 'utf8'), 'what can’t be read may be what is needed').toContain('blessed')
})

test('it grows without end, or loses what a backup does not know', () => {
  const endLog = open(3)
  for (const at of [10, 20, 30]) endLog.note(revoked(`at ${at}`, at))
  endLog.shorten(25)
  expect(ids(open()), 'short enough').toHaveLength(3)
  // The clock was wrong here.
  endLog.note(revoked('at 5', 5))
  endLog.shorten(null)
  expect(ids(open()), 'no backup').toHaveLength(4)
  endLog.shorten(25)
  expect(ids(open())).toEqual(['at 30', 'at 5'])
  endLog.note(revoked('next', 40))
  expect(ids(open())).toEqual(['at 30', 'at 5', 'next'])
})

test('a line goes that the database could not be brought up to', () => {
  const endLog = open(0)
  endLog.note(revoked('a'))
  endLog.keepAll()
  endLog.shorten(100)
  expect(ids(open())).toEqual(['a'])
})

test.skipIf(process.platform === 'win32')(
  'a disk that is full in the middle of a line leaves half of it, or says that it is noted',
  () => {
    const module = new URL('end-log.ts', import.meta.url).href
    const program = `
      import { EndLog } from ${JSON.stringify(module)}
      const log = { info() {}, warn() {}, error() {} }
      const endLog = new EndLog({ path: process.argv[1], log })
      let noted = 0
      try {
        for (; noted < 1_000; noted++) endLog.note({ act: 'local_key_revoked', id: 'number ' + noted, at: noted })
      } catch (error) {
        console.log(noted, error.code)
      }`
    // No file may be longer than this.
    const limited = `trap '' XFSZ; ulimit -f 2; exec "$0" --input-type=module --eval "$1" "$2"`
    const { stdout, stderr } = spawnSync('bash', ['-c', limited, process.execPath, program, path], { encoding: 'utf8' })
    expect(stderr).toBe('')
    const [noted, code] = stdout.trim().split(' ')
    expect(code).toMatch(/^(ENOSPC|EFBIG)$/)
    expect(Number(noted)).toBeGreaterThan(10)
    expect(readFileSync(path, 'utf8').endsWith('}\n')).toBe(true)
    expect(ids(open())).toHaveLength(Number(noted))
    expect(log.lines).toEqual([])
  },
)
