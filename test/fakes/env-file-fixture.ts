import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ImportBatch, RemovedLine } from '../../contract/imports.ts'
import { removedLineOrigin } from '../../main/core/vault/secret-store/secret-store.ts'
import { freshSecret, VaultFixture } from './vault-fixture.ts'

/** A `.env` file of a person's, and a vault that stored its keys. */
export class EnvFileFixture {
  readonly vault = new VaultFixture()
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'keydeck-file-')))
  readonly path = join(this.folder, '.env')
  readonly secrets: string[] = []

  get imports() {
    return this.vault.vault.imports
  }

  async remove(): Promise<void> {
    await this.vault.remove()
    rmSync(this.folder, { recursive: true, force: true })
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
  async store(): Promise<ImportBatch> {
    const batch = await this.imports.read({ from: 'env-file', path: this.path })
    const results = await this.imports.store(
      batch.id,
      batch.rows.map(({ line, suggestedName }) => ({
        line,
        name: suggestedName,
        providerId: this.vault.provider('yunxin').id,
        environmentId: this.vault.environment('Development').id,
        accountType: 'pro',
      })),
    )
    const refused = results.find((result) => result.refusal)
    if (refused) throw new Error(`line ${refused.line} was refused: ${refused.refusal}`)
    return batch
  }

  /** Stores every key of the file and takes those lines out. */
  async storeAndRemove(lines?: number[]): Promise<RemovedLine[]> {
    const batch = await this.store()
    return this.imports.removeLines(batch.id, lines ?? batch.rows.map((row) => row.line))
  }

  /** What the secret store holds of lines. */
  keptLines(): string[] {
    const { secrets, origins } = this.vault.store
    return [...secrets.keys()].filter((id) => origins.get(id) === removedLineOrigin)
  }

  rows(): { id: string; state: string }[] {
    return this.vault.database
      .all('SELECT id, state FROM removed_line ORDER BY line')
      .map((row) => ({ id: String(row['id']), state: String(row['state']) }))
  }

  files(): string[] {
    return readdirSync(this.folder).toSorted()
  }
}
