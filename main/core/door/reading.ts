import type { CallErrorCode } from '../../../contract/call-error.ts'
import type { Usage } from './usage.ts'

/** What the meter says of an answer that passed. */
export interface Reading {
  endState: 'ok' | 'truncated' | 'error'
  error: { code: CallErrorCode; message: string | null } | null
  usage: Usage | null
  /** The answer's text, for an estimate where no figures came; null where there is nothing to estimate. */
  text: string | null
  model: string | null
  /** The answer's own id, by which some can be asked for again. */
  id: string | null
  /** What the answer says of itself, as `queued`; null where it says nothing. */
  status: string | null
}

/** What to do with one event of a stream. */
export type Verdict = 'pass' | 'drop' | 'last' | 'error'

/** Reads a stream of one kind, event by event. */
export interface StreamMeter {
  /** True once the answer's first text, reasoning or tool call was seen. */
  readonly started: boolean
  /** The answer itself is over, as far as anyone can tell: only its figures and its last word are missing. */
  readonly isAnswered: boolean
  read(event: Buffer): Verdict
  /** `whole`: the HTTP message ended as it should. */
  finish(whole: boolean): Reading
}

/** Gathers an answer's text without growing for ever. */
export class TextKeeper {
  #parts: string[] = []
  #length = 0

  add(text: unknown): boolean {
    if (typeof text !== 'string' || text === '') return false
    if (this.#length < 2_000_000) this.#parts.push(text)
    this.#length += text.length
    return true
  }

  toString(): string {
    return this.#parts.join('')
  }
}
