import { BlockSplitter, type Split } from '../markdown/block-splitter.ts'

/** What is drawn of an answer that streams. */
export interface LiveSnapshot {
  split: Split
  reasoning: string
  /** Whether anything of the answer itself has come. */
  hasText: boolean
  /** When the limit is expected to let the call go, on `performance.now`; null while it isn't waiting. */
  sendsAt: number | null
  /** How long the reasoning took, once the answer began. */
  reasonedMs: number | null
  isLost: boolean
}

export const NOTHING_YET: LiveSnapshot = {
  split: [],
  reasoning: '',
  hasText: false,
  sendsAt: null,
  reasonedMs: null,
  isLost: false,
}

/**
 * The text of a streaming answer, outside React: deltas are appended as they come, and what changed is shown once a
 * frame. The text is never walked through twice.
 */
export class LiveAnswer {
  #splitter = new BlockSplitter()
  #snapshot = NOTHING_YET
  #pieces: string[] = []
  #reasoning = ''
  #reasoningSince: number | null = null
  #reasonedMs: number | null = null
  #sendsAt: number | null = null
  #hasText = false
  #length = 0
  #isLost = false
  #isScheduled = false
  readonly #watchers = new Set<() => void>()

  readonly subscribe = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  readonly getSnapshot = (): LiveSnapshot => this.#snapshot

  /** All that came so far: the first event of a watch, also of one that was picked up again. */
  replace(text: string, reasoning: string): void {
    this.#splitter = new BlockSplitter()
    this.#pieces = []
    this.#reasoning = ''
    this.#hasText = false
    this.#length = 0
    this.#isLost = false
    this.append(text, reasoning)
    this.#schedule()
  }

  append(text: string, reasoning: string): void {
    if (reasoning !== '') {
      this.#reasoning += reasoning
      this.#reasoningSince ??= performance.now()
    }
    if (text !== '') {
      if (this.#reasoningSince !== null) this.#reasonedMs ??= performance.now() - this.#reasoningSince
      this.#splitter.append(text)
      this.#pieces.push(text)
      this.#hasText = true
      this.#length += text.length
    }
    this.#sendsAt = null
    this.#schedule()
  }

  wait(ms: number): void {
    this.#sendsAt = ms > 0 ? performance.now() + ms : null
    this.#schedule()
  }

  /** The connection broke; the core goes on without this page. */
  lose(): void {
    this.#isLost = true
    this.#schedule()
  }

  /** The blocks of the whole text, if it is `text`: what was drawn while it streamed need not be drawn again. */
  finish(text: string): Split | null {
    if (this.#length !== text.length) return null
    this.#splitter.end()
    return this.#splitter.split
  }

  /** The text since the `from`th piece, and where the next call begins: for what is read aloud. */
  piecesFrom(from: number): { text: string; next: number } {
    return { text: this.#pieces.slice(from).join(''), next: this.#pieces.length }
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    nextFrame(() => {
      this.#isScheduled = false
      this.#snapshot = {
        split: this.#splitter.split,
        reasoning: this.#reasoning,
        hasText: this.#hasText,
        sendsAt: this.#sendsAt,
        reasonedMs: this.#reasonedMs,
        isLost: this.#isLost,
      }
      for (const watcher of this.#watchers) watcher()
    })
  }
}

/** A hidden page has no frames; the text still has to come. */
function nextFrame(callback: () => void): void {
  if (document.visibilityState === 'hidden') setTimeout(callback, 250)
  else requestAnimationFrame(callback)
}
