import { createHash } from 'node:crypto'
import type { TokenUsage } from '../../../contract/calls.ts'
import { localMonth } from '../local-month.ts'
import type { Clock } from '../ports.ts'
import type { Database, Row } from '../storage/database.ts'
import type { Figures, MadeResponse, ResponseRegister } from './response-port.ts'

interface Options {
  database: Database
  clock: Pick<Clock, 'now'>
  /** How many are kept for each local key. Default: 50,000. */
  most?: number
}

/** Providers keep a response for 30 days, and some for longer. */
const keptMs = 90 * 24 * 60 * 60_000
/** Between two looks at what is too old or too much. */
const notesBetween = 500

/** The register of kept responses in the database. */
export function createResponseRegister(options: Options): ResponseRegister {
  return new StoredResponses(options)
}

class StoredResponses implements ResponseRegister {
  readonly #database: Database
  readonly #clock: Pick<Clock, 'now'>
  readonly #most: number
  /** What each local key has noted since its oldest were last removed. */
  readonly #notes = new Map<string, number>()
  /** What is held back this month, by vault key and local key; null where something changed since it was summed up. */
  #held: { from: number; to: number; sums: Map<string, number> } | null = null

  constructor({ database, clock, most = 50_000 }: Options) {
    this.#database = database
    this.#clock = clock
    this.#most = most
  }

  note(id: string, { keyId, localKeyId }: MadeResponse, held = 0): boolean {
    const maker = localKeyId ?? ''
    const notes = (this.#notes.get(maker) ?? 0) + 1
    const isDue = notes >= Math.min(notesBetween, this.#most)
    this.#notes.set(maker, isDue ? 0 : notes)
    if (held > 0 || isDue) this.#held = null
    // As its call's row, it need not outlive a power cut.
    return this.#database.write(() => {
      const isNew = this.#database.run(NOTE, hashOf(id), keyId, maker, this.#clock.now(), held) === 1
      if (isDue) this.#removeOld(maker)
      return isNew
    }, 'process')
  }

  madeBy(id: string): MadeResponse[] {
    return this.#database.all(MADE_BY, hashOf(id)).map((row) => ({
      keyId: String(row['key_id']),
      localKeyId: row['local_key_id'] === '' ? null : String(row['local_key_id']),
    }))
  }

  take(id: string, keyId: string, figures: Figures): Figures | null | 'unknown' {
    return this.#database.write(() => {
      const row = this.#database.get(COUNTED, hashOf(id), keyId)
      if (!row) return 'unknown'
      const counted = readFigures(row)
      const rest = subtract(figures, counted)
      const { input, cached, output, reasoning } = larger(figures.tokens, counted.tokens)
      const cost = Math.max(figures.cost ?? 0, counted.cost)
      const held = figures.tokens.estimated ? Number(row['held']) : 0
      if (Number(row['held']) > 0) this.#held = null
      this.#database.run(COUNT, input, cached, output, reasoning, cost, held, hashOf(id), keyId)
      return rest.tokens.input + rest.tokens.output > 0 || (rest.cost ?? 0) > 0 ? rest : null
    }, 'process')
  }

  letGo(id: string, keyId: string): void {
    this.#held = null
    this.#database.write(() => this.#database.run(LET_GO, hashOf(id), keyId), 'process')
  }

  held(ownerId: string): number {
    return this.#heldNow().get(ownerId) ?? 0
  }

  #heldNow(): Map<string, number> {
    const now = this.#clock.now()
    if (this.#held && now >= this.#held.from && now < this.#held.to) return this.#held.sums
    const month = localMonth(now)
    const sums = new Map<string, number>()
    for (const row of this.#database.all(HELD, month.from, month.to)) {
      for (const owner of [row['key_id'], row['local_key_id']]) {
        if (owner !== '') sums.set(String(owner), (sums.get(String(owner)) ?? 0) + Number(row['held']))
      }
    }
    this.#held = { ...month, sums }
    return sums
  }

  #removeOld(maker: string): void {
    this.#database.run('DELETE FROM made_response WHERE made_at < ?', this.#clock.now() - keptMs)
    this.#database.run(REMOVE_OLDEST, { maker, most: this.#most })
  }
}

const hashOf = (id: string) => createHash('sha256').update(id).digest()

const NOTE = `INSERT INTO made_response (id_hash, key_id, local_key_id, made_at, held) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT DO NOTHING`
const MADE_BY = 'SELECT key_id, local_key_id FROM made_response WHERE id_hash = ? ORDER BY made_at DESC'
const COUNTED = 'SELECT * FROM made_response WHERE id_hash = ? AND key_id = ?'
const COUNT = `UPDATE made_response
  SET tokens_in = ?, tokens_cached = ?, tokens_out = ?, tokens_reasoning = ?, cost = ?, held = ?
  WHERE id_hash = ? AND key_id = ?`
const LET_GO = 'UPDATE made_response SET held = 0 WHERE id_hash = ? AND key_id = ? AND held > 0'
const HELD = `SELECT key_id, local_key_id, sum(max(held - cost, 0)) AS held FROM made_response
  WHERE held > 0 AND made_at >= ? AND made_at < ? GROUP BY key_id, local_key_id`
const REMOVE_OLDEST = `DELETE FROM made_response WHERE local_key_id = :maker AND made_at < (
  SELECT made_at FROM made_response WHERE local_key_id = :maker ORDER BY made_at DESC LIMIT 1 OFFSET :most - 1)`

function readFigures(row: Row): { tokens: TokenUsage; cost: number } {
  return {
    tokens: {
      input: Number(row['tokens_in']),
      cached: Number(row['tokens_cached']),
      output: Number(row['tokens_out']),
      reasoning: Number(row['tokens_reasoning']),
      estimated: false,
    },
    cost: Number(row['cost']),
  }
}

/** What is missing of the figures. Of the input that is left no more can be cached, and of the output no more reasoning. */
function subtract({ tokens, cost }: Figures, counted: { tokens: TokenUsage; cost: number }): Figures {
  const missing = (part: 'input' | 'cached' | 'output' | 'reasoning') =>
    Math.max(0, tokens[part] - counted.tokens[part])
  const input = missing('input')
  const output = missing('output')
  return {
    tokens: {
      input,
      cached: Math.min(missing('cached'), input),
      output,
      reasoning: Math.min(missing('reasoning'), output),
      estimated: tokens.estimated,
    },
    cost: cost === null ? null : Math.max(0, cost - counted.cost),
  }
}

const larger = (one: TokenUsage, other: TokenUsage) => ({
  input: Math.max(one.input, other.input),
  cached: Math.max(one.cached, other.cached),
  output: Math.max(one.output, other.output),
  reasoning: Math.max(one.reasoning, other.reasoning),
})
