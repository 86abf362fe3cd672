import { Database, type Outlives } from '../../main/core/storage/database.ts'

/** Where a transaction is: not begun, all done but not committed, or committed. */
export type WritePhase = 'before' | 'inside' | 'after'

/** A real database that tells each outermost transaction where it is; what is thrown then, it throws. */
export class FaultyDatabase extends Database {
  onWrite: (phase: WritePhase) => void = () => {}
  #isInside = false

  override write<Result>(work: () => Result, outlives?: Outlives): Result {
    if (this.#isInside) return super.write(work, outlives)
    this.onWrite('before')
    this.#isInside = true
    let result: Result
    try {
      result = super.write(() => {
        const done = work()
        this.onWrite('inside')
        return done
      }, outlives)
    } finally {
      this.#isInside = false
    }
    this.onWrite('after')
    return result
  }
}
