import { mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ImportBatch, RemovedLine } from '../../contract/imports.ts'
import { removedLineOrigin } from '../../main/core/vault/secret-store/secret-store.ts'
import type { FaultyStore } from './faulty-store.ts'
import { personFolder } from './person-folder.ts'
import { freshSecret, VaultFixture } from './vault-fixture.ts'

/** A `.env` file of a person's in a folder of its own, and a vault that stores its keys. */
export class EnvFileFixture extends VaultFixture {
  readonly home: string
  readonly path: string
  readonly secrets: string[] = []

  constructor(folder = personFolder(), store?: FaultyStore) {
    super(folder, store)
    mkdirSync(join(this.folder, 'home'), { recursive: true })
    this.home = realpathSync(join(this.folder, 'home'))
    this.path = join(this.home, '.env')
  }

  get imports() {
    return this.vault.imports
  }

  /** Each `KEY` in the text becomes a key of its own. */
  write(text: string): string {
    const content = text.replace(/\bKEY\b/g, () => {
      const secret = freshSecret()
      this.secrets.push(secret)
      return secret
    })
    writeFileSync(this.path, content)
    return content
  }

  text(): string {
    return readFileSync(this.path, 'utf8')
  }

  /** Reads the file and stores every key in it. */
  async storeKeys(): Promise<ImportBatch> {
    const batch = await this.imports.read({ from: 'env-file', path: this.path })
    const results = await this.imports.store(
      batch.id,
      batch.rows.map(({ line, suggestedName }) => ({
        line,
        name: suggestedName,
        providerId: this.provider('yunxin').id,
        environmentId: this.environment('Development').id,
        accountType: 'pro',
      })),
    )
    const refused = results.find((result) => result.refusal)
    if (refused) throw new Error(`line ${refused.line} was refused: ${refused.refusal}`)
    return batch
  }

  /** Stores every key of the file and takes those lines out, or these. */
  async storeAndRemove(lines?: number[]): Promise<RemovedLine[]> {
    const batch = await this.storeKeys()
    return this.imports.removeLines(batch.id, lines ?? batch.rows.map((row) => row.line))
  }

  /** What the secret store holds of lines. */
  keptLines(): string[] {
    const { secrets, origins } = this.store
    return [...secrets.keys()].filter((id) => origins.get(id) === removedLineOrigin)
  }

  lineRows(): { id: string; state: string }[] {
    return this.database
      .all('SELECT id, state FROM removed_line ORDER BY line')
      .map((row) => ({ id: String(row['id']), state: String(row['state']) }))
  }

  files(): string[] {
    return readdirSync(this.home).toSorted()
  }
}
