import { closeSync, fstatSync, fsyncSync, ftruncateSync, lstatSync, readFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { errorKind } from '../error-kind.ts'
import type { Log } from '../ports.ts'
import { openOwnFile } from './own-file.ts'
import { syncFolder, writeWhole } from './write-whole.ts'

const about = { id: z.string(), at: z.number() }
/**
 * One end of a key, by its id. `at` is its moment; of what takes one back, the moment of what it takes back. A local key's
 * texts are there as SHA-256, a vault key's secret by its name in the store.
 */
const Ending = z.discriminatedUnion('act', [
  z.object({ act: z.enum(['local_key_revoked', 'local_key_deleted', 'local_key_restored']), ...about }),
  z.object({
    act: z.literal('local_key_regenerated'),
    ...about,
    hash: z.string(),
    next: z.object({ hash: z.string(), last4: z.string() }),
  }),
  z.object({ act: z.enum(['key_revoked', 'key_reactivated']), ...about, secretId: z.string() }),
])
export type Ending = z.infer<typeof Ending>

/** So many lines are a file that nobody needs to shorten. */
const SHORT = 1_000
const LINE_FEED = 0x0a

/**
 * Which keys ended, in a file beside the database, one line each: a backup that takes the database's place knows nothing
 * of what came after it, and must not bring to life what a person ended.
 */
export class EndLog {
  readonly path: string
  readonly #log: Log
  readonly #short: number
  #endings: Ending[] = []
  #mayShorten = true

  /** Reads what is there. A file that can't be read is told to the log, and ends nothing. */
  constructor({ path, log, short = SHORT }: { path: string; log: Log; short?: number }) {
    this.path = path
    this.#log = log
    this.#short = short
    try {
      if (lstatSync(path, { throwIfNoEntry: false })) this.#read()
    } catch (error) {
      this.#mayShorten = false
      log.error('end-log.unreadable', { kind: errorKind(error) })
    }
  }

  /** In the order in which they came. */
  get endings(): readonly Ending[] {
    return this.#endings
  }

  /** On disk when it returns. Throws where the disk refuses; nothing of it is in the file then. */
  note(ending: Ending): void {
    const file = openOwnFile(this.path)
    try {
      const at = fstatSync(file).size
      // The last line may lack its end.
      const bytes = Buffer.from(`${at === 0 ? '' : '\n'}${lineOf(ending)}`)
      try {
        if (writeSync(file, bytes, 0, bytes.length, at) < bytes.length) {
          throw Object.assign(new Error('The disk took a part of a line.'), { code: 'ENOSPC' })
        }
        fsyncSync(file)
        if (at === 0) syncFolder(dirname(this.path))
      } catch (error) {
        ftruncateSync(file, at)
        throw error
      }
    } finally {
      closeSync(file)
    }
    this.#endings.push(ending)
  }

  /** The database could not be brought up to it: every line is still needed. */
  keepAll(): void {
    this.#mayShorten = false
  }

  /** Where it has grown long, lets go of the lines before the oldest backup: whatever takes the database's place knows them. */
  shorten(oldestBackup: number | null): void {
    if (!this.#mayShorten || oldestBackup === null || this.#endings.length <= this.#short) return
    // Only from the front: a clock that was wrong for a while makes lines look older than they are.
    const from = this.#endings.findIndex(({ at }) => at >= oldestBackup)
    const kept = from < 0 ? [] : this.#endings.slice(from)
    if (kept.length === this.#endings.length) return
    try {
      writeWhole(this.path, kept.map(lineOf).join(''))
      this.#endings = kept
    } catch (error) {
      this.#log.warn('end-log.not-shortened', { kind: errorKind(error) })
    }
  }

  #read(): void {
    const file = openOwnFile(this.path)
    try {
      const bytes = readFileSync(file)
      const lines = bytes.toString('utf8').split('\n')
      const last = lines.pop() ?? ''
      const ended = readLine(last)
      // One that was cut short is an act that nobody saw end.
      if (!ended) ftruncateSync(file, bytes.lastIndexOf(LINE_FEED) + 1)
      const whole = lines.filter((line) => line !== '')
      const read = whole.flatMap((line) => readLine(line) ?? [])
      this.#endings = [...read, ...(ended ?? [])]
      const unread = whole.length - read.length
      if (unread === 0) return
      this.#mayShorten = false
      this.#log.error('end-log.lines-unreadable', { lines: unread })
    } finally {
      closeSync(file)
    }
  }
}

const lineOf = (ending: Ending) => `${JSON.stringify(ending)}\n`

function readLine(line: string): [Ending] | null {
  try {
    const { data } = Ending.safeParse(JSON.parse(line))
    return data ? [data] : null
  } catch {
    return null
  }
}
