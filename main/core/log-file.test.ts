import { execFileSync } from 'node:child_process'
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createFileLog } from './log-file.ts'

let root: string
let folder: string
const complaints: string[] = []
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'keydeck-log-'))
  folder = join(root, 'logs')
  complaints.length = 0
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const open = (change: Partial<Parameters<typeof createFileLog>[0]> = {}) =>
  createFileLog({ folder, redact: (text) => text, complain: (sentence) => complaints.push(sentence), ...change })
const read = (name = 'keydeck.log') =>
  readFileSync(join(folder, name), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>)

describe('a line of the log', () => {
  test('holds its time, level, event and figures, and stays one line whatever is in it', () => {
    const log = open({ now: () => 0 })
    log.warn('call.ended', { status: 502, text: 'a\nb\u2028c\u001b[31m', missing: null })
    log.close()
    expect(read()).toEqual([
      {
        at: '1970-01-01T00:00:00.000Z',
        level: 'warn',
        event: 'call.ended',
        status: 502,
        text: 'a\nb\u2028c\u001b[31m',
        missing: null,
      },
    ])
    expect(readFileSync(join(folder, 'keydeck.log'), 'utf8').split('\n')).toHaveLength(2)
  })
  test('goes through the redactor, name and texts alike, before it is cut to length', () => {
    const secret = `canary-${Math.random().toString(36).slice(2)}`
    const log = open({ redact: (text) => text.replaceAll(secret, '[secret]') })
    log.info(`event ${secret}`, { field: `x ${secret}`, long: 'y'.repeat(1_995) + secret })
    log.close()
    const text = readFileSync(join(folder, 'keydeck.log'), 'utf8')
    expect(text).not.toContain(secret.slice(0, 6))
    expect(text.length).toBeLessThan(2_300)
  })
  test('is readable by this person only, in a folder that is too', () => {
    const log = open()
    log.info('started')
    log.close()
    expect(statSync(join(folder, 'keydeck.log')).mode & 0o777).toBe(0o600)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
  })
})

describe('the size of the log', () => {
  test('is bounded by size and number, and the newest lines are kept', () => {
    const log = open({ fileSize: 1_000 })
    for (let line = 0; line < 500; line += 1) log.info('line', { line })
    log.close()
    const names = readdirSync(folder).toSorted()
    expect(names).toEqual(['keydeck.1.log', 'keydeck.2.log', 'keydeck.3.log', 'keydeck.4.log', 'keydeck.log'])
    for (const name of names) expect(statSync(join(folder, name)).size).toBeLessThanOrEqual(1_000)
    expect(read().at(-1)).toMatchObject({ line: 499 })
    const kept = names.toReversed().flatMap((name) => read(name)).length
    expect(kept).toBeGreaterThan(40)
  })
  test('counts what an earlier start wrote', () => {
    for (let start = 0; start < 30; start += 1) {
      const log = open({ fileSize: 1_000 })
      log.info('started', { start })
      log.close()
    }
    expect(existsSync(join(folder, 'keydeck.1.log'))).toBe(true)
    expect(statSync(join(folder, 'keydeck.log')).size).toBeLessThanOrEqual(1_000)
  })
})

describe('F7: a log that can not be written stops nothing', () => {
  test('a file in place of the folder is complained about once, and the lost lines are counted when it is gone', () => {
    writeFileSync(folder, 'in the way')
    const log = open()
    for (let line = 0; line < 3; line += 1) log.info('line', { line })
    expect(complaints).toHaveLength(1)
    rmSync(folder)
    log.info('line', { line: 3 })
    log.close()
    expect(read()).toMatchObject([{ event: 'log.lines-lost', lines: 3 }, { line: 3 }])
    expect(complaints).toHaveLength(2)
  })
  test('a link in place of the file is not followed', () => {
    mkdirSync(folder)
    const target = join(root, 'target')
    writeFileSync(target, 'precious\n')
    symlinkSync(target, join(folder, 'keydeck.log'))
    const log = open()
    log.info('line')
    log.close()
    expect(readFileSync(target, 'utf8')).toBe('precious\n')
    expect(complaints).toHaveLength(1)
  })
  test('nor is a second name of another file written to', () => {
    mkdirSync(folder)
    const target = join(root, 'target')
    writeFileSync(target, 'precious\n')
    linkSync(target, join(folder, 'keydeck.log'))
    const log = open()
    log.info('line')
    log.close()
    expect(readFileSync(target, 'utf8')).toBe('precious\n')
  })
  test.skipIf(process.platform === 'win32')('a pipe in place of the file does not hang the app', () => {
    mkdirSync(folder)
    execFileSync('sh', ['-c', 'mkfifo "$0"', join(folder, 'keydeck.log')])
    const log = open()
    log.info('line')
    log.close()
    expect(complaints).toHaveLength(1)
  })
  test('a link that is put in place while the log runs is not followed at the next turn', () => {
    const target = join(root, 'target')
    writeFileSync(target, 'precious\n')
    const log = open({ fileSize: 200 })
    log.info('first')
    rmSync(join(folder, 'keydeck.log'))
    symlinkSync(target, join(folder, 'keydeck.log'))
    for (let line = 0; line < 20; line += 1) log.info('line', { line })
    log.close()
    expect(readFileSync(target, 'utf8')).toBe('precious\n')
  })
  test.skipIf(process.platform === 'win32')('a full disk neither throws nor ends the process', () => {
    const source = `
      import { createFileLog } from ${JSON.stringify(join(import.meta.dirname, 'log-file.ts'))}
      const log = createFileLog({ folder: ${JSON.stringify(folder)}, redact: (text) => text, complain: console.log })
      for (let line = 0; line < 2000; line += 1) log.info('line', { line })
      console.log('still here')`
    const output = execFileSync(
      'sh',
      ['-c', 'ulimit -f 8; exec "$0" --input-type=module --eval "$1"', process.execPath, source],
      { encoding: 'utf8' },
    )
    expect(output).toContain("can't be written")
    expect(output).toContain('still here')
  })
})
