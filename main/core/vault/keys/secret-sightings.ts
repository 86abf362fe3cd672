/** What this process learnt of single items in the store, by their names there. */
export class SecretSightings {
  /** Asked for, and not there. */
  readonly #missing = new Set<string>()
  /** Written or used here: of the items that lay in memory, the others are gone. */
  readonly #seen = new Set<string>()

  note(secretId: string, isMissing: boolean): void {
    if (isMissing) {
      this.#missing.add(secretId)
      return
    }
    this.#missing.delete(secretId)
    this.#seen.add(secretId)
  }

  isMissing(secretId: string): boolean {
    return this.#missing.has(secretId)
  }

  isSeen(secretId: string): boolean {
    return this.#seen.has(secretId)
  }

  seen(): Iterable<string> {
    return this.#seen
  }
}
