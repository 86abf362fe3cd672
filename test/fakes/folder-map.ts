import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A map that keeps one file an entry, so that what a killed process held can be seen by the next. */
export class FolderMap extends Map<string, string> {
  readonly #folder: string

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true })
    super(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
    this.#folder = folder
  }

  override set(name: string, value: string): this {
    // Called by the super constructor, too, for what is in the folder already.
    if (#folder in this) writeFileSync(join(this.#folder, name), value)
    return super.set(name, value)
  }

  override delete(name: string): boolean {
    rmSync(join(this.#folder, name), { force: true })
    return super.delete(name)
  }
}
