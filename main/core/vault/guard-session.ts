/** The guarded environments that the person said yes to since Keydeck started. In memory only: a restart asks again. */
export class GuardSession {
  readonly #confirmed = new Set<string>()

  isConfirmed(environmentId: string): boolean {
    return this.#confirmed.has(environmentId)
  }

  confirm(environmentId: string): void {
    this.#confirmed.add(environmentId)
  }

  forget(environmentId: string): void {
    this.#confirmed.delete(environmentId)
  }

  /** True where there was anything to forget. */
  forgetAll(): boolean {
    const had = this.#confirmed.size > 0
    this.#confirmed.clear()
    return had
  }
}
