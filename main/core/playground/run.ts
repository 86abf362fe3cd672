import type { Message } from '../../../contract/playground.ts'
import type { Door } from '../door/door-types.ts'
import type { Clock, Log } from '../ports.ts'
import { AnswerBuffer } from './answer-buffer.ts'
import { type Ask, askProvider } from './ask-provider.ts'
import { figuresOf } from './figures.ts'
import type { AnswerEnd, TurnStore } from './turn-store.ts'

/** How often a streaming answer is written to the disk: what a crash can lose. */
const KEEP_EVERY_MS = 1_000

export interface RunOptions {
  answerId: string
  ask: Omit<Ask, 'signal' | 'onWait' | 'onDelta'>
  door: Door
  turns: TurnStore
  clock: Clock
  log: Log
}

/** One answer that is being written. It belongs to the core: it goes on and is saved whether or not a page watches. */
export class Run {
  readonly buffer: AnswerBuffer
  readonly ended: Promise<Message>
  readonly #options: RunOptions
  readonly #stopping = new AbortController()
  #cancelKeep: (() => void) | null = null

  constructor(options: RunOptions) {
    this.#options = options
    this.buffer = new AnswerBuffer(options.clock)
    this.ended = this.#run()
  }

  /** Ends the call as `stopped`; what came is kept. Resolves when the answer is saved. */
  async stop(): Promise<Message> {
    this.#stopping.abort()
    return this.ended
  }

  async #run(): Promise<Message> {
    const { answerId, ask, door, turns } = this.#options
    const end = await askProvider(door, {
      ...ask,
      signal: this.#stopping.signal,
      onWait: (ms) => this.buffer.wait(ms),
      onDelta: (text, reasoning) => {
        this.buffer.append(text, reasoning)
        this.#keepSoon()
      },
    })
    this.#cancelKeep?.()
    const answer: AnswerEnd = {
      state: end.state,
      text: this.buffer.text,
      reasoning: this.buffer.reasoning,
      callId: end.record?.id ?? null,
      figures: end.record && figuresOf(end.record),
      error: end.error,
    }
    const message = this.#save(() => turns.end(answerId, answer)) ?? unsaved(turns.message(answerId), answer)
    this.buffer.end(message)
    return message
  }

  #keepSoon(): void {
    if (this.#cancelKeep) return
    this.#cancelKeep = this.#options.clock.after(KEEP_EVERY_MS, () => {
      this.#cancelKeep = null
      this.#save(() => this.#options.turns.keep(this.#options.answerId, this.buffer.text, this.buffer.reasoning))
    })
  }

  /** A full disk must not end a stream that the person reads: the page still gets the whole answer. */
  #save<Result>(write: () => Result): Result | null {
    try {
      return write()
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
      this.#options.log.error('playground.answer-not-saved', { answerId: this.#options.answerId, code })
      return null
    }
  }
}

function unsaved(message: Message, answer: AnswerEnd): Message {
  return {
    ...message,
    ...answer,
    error: answer.error ?? {
      layer: 'keydeck',
      status: null,
      code: 'internal_error',
      message: 'The answer could not be saved: the disk refused it. It is shown until this page is closed.',
      providerMessage: null,
      hint: null,
      requestId: null,
      retryAfterMs: null,
    },
  }
}
