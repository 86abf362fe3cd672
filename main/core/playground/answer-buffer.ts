import type { Message, RunEvent } from '../../../contract/playground.ts'
import type { Clock } from '../ports.ts'

/** How long deltas are gathered before watchers are woken. A watcher sees at most 40 events a second. */
const GATHER_MS = 25

interface Segment {
  text: string
  reasoning: string
}

/**
 * The text of one answer while it streams, kept once however many watch it: a watcher is a place in the list of
 * segments, so one that lags gets what it missed as one piece, and costs no memory.
 */
export class AnswerBuffer {
  readonly #clock: Clock
  readonly #segments: Segment[] = []
  readonly #wakers = new Set<() => void>()
  #gathered: Segment = { text: '', reasoning: '' }
  #isGathering = false
  #waitMs = 0
  #waitChanges = 0
  #end: Message | null = null

  constructor(clock: Clock) {
    this.#clock = clock
  }

  append(text: string, reasoning: string): void {
    this.#gathered.text += text
    this.#gathered.reasoning += reasoning
    if (this.#isGathering) return
    this.#isGathering = true
    this.#flush()
    this.#clock.after(GATHER_MS, () => this.#gatherAgain())
  }

  /** The time left until the limit lets the call go; 0 when it has gone. */
  wait(ms: number): void {
    this.#waitMs = ms
    this.#waitChanges += 1
    this.#wake()
  }

  end(message: Message): void {
    this.#flush()
    this.#end = message
    this.#wake()
  }

  get text(): string {
    return joined(this.#segments, 'text') + this.#gathered.text
  }

  get reasoning(): string {
    return joined(this.#segments, 'reasoning') + this.#gathered.reasoning
  }

  /** All so far, then what comes, then the end; or until `signal` aborts. */
  async *watch(signal: AbortSignal): AsyncGenerator<RunEvent> {
    let at = this.#segments.length
    let waitChanges = this.#waitMs > 0 ? this.#waitChanges - 1 : this.#waitChanges
    yield { type: 'so-far', text: joined(this.#segments, 'text'), reasoning: joined(this.#segments, 'reasoning') }
    while (!signal.aborted) {
      if (waitChanges !== this.#waitChanges) {
        waitChanges = this.#waitChanges
        yield { type: 'waiting', ms: this.#waitMs }
      } else if (at < this.#segments.length) {
        const missed = this.#segments.slice(at)
        at = this.#segments.length
        yield { type: 'delta', text: joined(missed, 'text'), reasoning: joined(missed, 'reasoning') }
      } else if (this.#end) {
        yield { type: 'end', message: this.#end }
        return
      } else {
        await this.#change(signal)
      }
    }
  }

  #gatherAgain(): void {
    if (this.#gathered.text === '' && this.#gathered.reasoning === '') {
      this.#isGathering = false
      return
    }
    this.#flush()
    this.#clock.after(GATHER_MS, () => this.#gatherAgain())
  }

  #flush(): void {
    if (this.#gathered.text === '' && this.#gathered.reasoning === '') return
    this.#segments.push(this.#gathered)
    this.#gathered = { text: '', reasoning: '' }
    this.#wake()
  }

  #wake(): void {
    for (const waker of this.#wakers) waker()
  }

  async #change(signal: AbortSignal): Promise<void> {
    let onAbort = () => {}
    await new Promise<void>((resolve) => {
      onAbort = () => {
        this.#wakers.delete(onAbort)
        resolve()
      }
      this.#wakers.add(onAbort)
      signal.addEventListener('abort', onAbort, { once: true })
    })
    signal.removeEventListener('abort', onAbort)
  }
}

function joined(segments: readonly Segment[], part: keyof Segment): string {
  return segments.map((segment) => segment[part]).join('')
}
