/** Tells watchers how far something is. One that lags gets the newest word and the last, not all between. */
export class ProgressFeed<Word> {
  #latest: Word | null = null
  #version = 0
  #isEnded = false
  #changed = Promise.withResolvers<void>()

  push(word: Word): void {
    this.#latest = word
    this.#version += 1
    this.#wake()
  }

  /** Nothing follows. Watchers still get the last word. */
  end(): void {
    this.#isEnded = true
    this.#wake()
  }

  async *watch(): AsyncGenerator<Word> {
    let seen = 0
    while (true) {
      if (seen !== this.#version && this.#latest !== null) {
        seen = this.#version
        yield this.#latest
        continue
      }
      if (this.#isEnded) return
      await this.#changed.promise
    }
  }

  #wake(): void {
    const { resolve } = this.#changed
    this.#changed = Promise.withResolvers<void>()
    resolve()
  }
}
