import { closeSync, constants, fstatSync, lstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Log, LogFields } from './ports.ts'

const FILE_SIZE = 2 * 1024 * 1024
const FILES_KEPT = 5
const VALUE_LENGTH = 2_000

export interface FileLogOptions {
  /** Made with mode 0700 where it is missing. */
  folder: string
  /** Takes secrets out of a text by value. Runs over every text that is written. */
  redact: (text: string) => string
  now?: () => number
  /** Told once when the log can't be written, and once when it can again. */
  complain?: (sentence: string) => void
  fileSize?: number
}

export interface FileLog extends Log {
  close(): void
}

/**
 * A log of JSON lines in `keydeck.log`, 0600, turned over by size, five files in all. A log that can't be written (a
 * full disk, a read-only folder, a link put in its place) never stops the app: lines are counted, and the count is
 * the first thing written when the file can be had again.
 */
export function createFileLog(options: FileLogOptions): FileLog {
  const { folder, redact, now = Date.now, complain = () => {}, fileSize = FILE_SIZE } = options
  const path = join(folder, 'keydeck.log')
  let file: number | null = null
  let size = 0
  let lost = 0

  const open = () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    ;({ file, size } = openPlainFile(path))
  }

  const turnOver = () => {
    if (file !== null) closeSync(file)
    file = null
    const name = (number: number) => join(folder, `keydeck.${number}.log`)
    rmSync(name(FILES_KEPT - 1), { force: true })
    for (let number = FILES_KEPT - 2; number >= 1; number -= 1) renameIfThere(name(number), name(number + 1))
    renameIfThere(path, name(1))
    open()
  }

  const append = (line: string) => {
    const bytes = Buffer.from(`${line}\n`)
    if (file === null) open()
    if (size > 0 && size + bytes.length > fileSize) turnOver()
    size += bytes.length
    writeSync(file!, bytes)
  }

  const write = (level: string, event: string, fields: LogFields = {}) => {
    try {
      if (lost > 0) {
        append(JSON.stringify({ at: stamp(now()), level: 'warn', event: 'log.lines-lost', lines: lost }))
        complain(`The log ${path} is written again; ${lost} lines were lost.`)
        lost = 0
      }
      append(JSON.stringify({ at: stamp(now()), level, event: redact(event), ...clean(fields, redact) }))
    } catch (error) {
      if (lost === 0) complain(`The log ${path} can't be written (${codeOf(error)}). Keydeck goes on without it.`)
      lost += 1
      if (file !== null) closeQuietly(file)
      file = null
    }
  }

  return {
    info: (event, fields) => write('info', event, fields),
    warn: (event, fields) => write('warn', event, fields),
    error: (event, fields) => write('error', event, fields),
    close() {
      if (file !== null) closeQuietly(file)
      file = null
    },
  }
}

/** Opens for appending what is a plain file of one name, or makes it: never a link, a pipe or a device. */
function openPlainFile(path: string): { file: number; size: number } {
  const noFollow = constants.O_NOFOLLOW ?? 0
  if (!noFollow && lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) throw new NotPlainFile()
  const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | noFollow | (constants.O_NONBLOCK ?? 0)
  const file = openSync(path, flags, 0o600)
  const facts = fstatSync(file)
  if (facts.isFile() && facts.nlink === 1) return { file, size: facts.size }
  closeSync(file)
  throw new NotPlainFile()
}

class NotPlainFile extends Error {
  readonly code = 'not a plain file'
}

function clean(fields: LogFields, redact: (text: string) => string): LogFields {
  const entries = Object.entries(fields).map(([name, value]) => {
    return [name, typeof value === 'string' ? redact(value).slice(0, VALUE_LENGTH) : value] as const
  })
  return Object.fromEntries(entries)
}

function renameIfThere(from: string, to: string): void {
  if (lstatSync(from, { throwIfNoEntry: false })) renameSync(from, to)
}

function closeQuietly(file: number): void {
  try {
    closeSync(file)
  } catch {
    // A descriptor that can't be closed is gone already.
  }
}

const stamp = (time: number) => new Date(time).toISOString()

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
}
