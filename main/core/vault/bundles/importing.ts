import type { BundleAction, BundleResult } from '../../../../contract/bundles.ts'
import { errorKind } from '../../error-kind.ts'
import { KeydeckError } from '../../keydeck-error.ts'
import type { Log } from '../../ports.ts'
import type { KeyAdding, KeyPast } from '../keys/adding.ts'
import type { KeyParts } from '../keys/key-parts.ts'
import type { KeyRegenerating } from '../keys/regenerating.ts'
import { type BundleContent, type KeyEntry, reasonOf } from './bundle-content.ts'
import type { BundlePlaces, BundleProvider } from './places.ts'
import type { BundlePreview } from './preview.ts'
import { uniqueName } from './unique-name.ts'

/** What the person said of one row. */
export interface RowChoice {
  index: number
  action: BundleAction
  name?: string | undefined
  overrideReason?: string | undefined
}

interface ImportingOptions {
  parts: Pick<KeyParts, 'records' | 'clock'>
  adding: KeyAdding
  regenerating: KeyRegenerating
  places: BundlePlaces
  preview: BundlePreview
  log: Log
}

/** What one import needs beside the choices. */
interface Run {
  content: BundleContent
  providers: readonly BundleProvider[]
  /** Names that are taken, by environment. */
  taken: Map<string, string[]>
}

/** Brings the chosen keys of a bundle into the vault: one after the other, each whole or not at all. */
export class BundleImporting {
  readonly #options: ImportingOptions

  constructor(options: ImportingOptions) {
    this.#options = options
  }

  /** Throws INVALID for a row that the bundle lacks, or that is chosen twice. */
  check(content: BundleContent, choices: readonly RowChoice[]): void {
    const isTwice = new Set(choices.map(({ index }) => index)).size !== choices.length
    if (isTwice || choices.some(({ index }) => content.keys[index] === undefined)) {
      throw new KeydeckError('INVALID', { field: 'rows', reason: 'no_such_row' })
    }
  }

  /** One result a choice, in their order. A row that is refused keeps no other from coming in. */
  async import(content: BundleContent, choices: readonly RowChoice[]): Promise<BundleResult[]> {
    const run: Run = { content, providers: this.#options.places.readProviders(content), taken: this.#takenNames() }
    const results: BundleResult[] = []
    for (const choice of choices) {
      const { index } = choice
      try {
        results.push({ index, keyId: await this.#bring(run, choice), refusal: null })
      } catch (error) {
        results.push({ index, keyId: null, refusal: this.#refusalOf(error) })
      }
    }
    return results
  }

  async #bring(run: Run, { index, action, name, overrideReason }: RowChoice): Promise<string | null> {
    const entry = run.content.keys[index]!
    const reason = overrideReason ?? reasonOf(entry, run.content) ?? undefined
    switch (action) {
      case 'skip':
        return null
      case 'replace':
        return this.#replace(run, entry, index, reason)
      case 'add':
        return this.#add(run, entry, name ?? entry.name, reason)
    }
  }

  async #add(run: Run, entry: KeyEntry, wantedName: string, overrideReason?: string): Promise<string> {
    const { places, adding } = this.#options
    const provider = places.provider(run.providers[entry.provider]!)
    const environment = places.environment(run.content.environments[entry.environment]!)
    const taken = run.taken.get(environment.id) ?? []
    const name = uniqueName(wantedName, taken)
    const { accountType, requestsPerMinute, tags, notes } = entry
    const { key } = await adding.add(
      {
        name,
        accountType,
        requestsPerMinute,
        tags,
        notes,
        providerId: provider.id,
        environmentId: environment.id,
        ...(entry.secret === null ? {} : { secret: entry.secret }),
        ...(overrideReason === undefined ? {} : { overrideReason }),
      },
      { action: 'key_imported', from: 'bundle' },
      this.#pastOf(entry),
    )
    run.taken.set(environment.id, [...taken, name])
    return key.id
  }

  /** The vault is asked anew which key is meant: it may have changed since the preview. */
  async #replace(run: Run, { secret, status }: KeyEntry, index: number, overrideReason?: string): Promise<string> {
    // A swap makes a key active, and what was revoked stays so.
    if (status === 'revoked') throw new KeydeckError('CONFLICT', { reason: 'revoked_there' })
    const id = this.#options.preview.replaceable(run.content, index)
    if (id === null || secret === null) throw new KeydeckError('CONFLICT', { reason: 'nothing_to_replace' })
    const key = await this.#options.regenerating.replace(id, secret, 'bundle', overrideReason)
    return key.id
  }

  /** The other machine's clock may be ahead: nothing happened in the future. */
  #pastOf(entry: KeyEntry): KeyPast {
    const now = this.#options.parts.clock.now()
    const { modelTiers, rotateAfterDays, expiresAt, monthlyBudget, status } = entry
    return {
      modelTiers,
      rotateAfterDays,
      expiresAt,
      monthlyBudget,
      status,
      createdAt: Math.min(entry.createdAt, now),
      rotatedAt: entry.rotatedAt === null ? null : Math.min(entry.rotatedAt, now),
      revokedAt: status === 'revoked' ? Math.min(entry.revokedAt ?? now, now) : null,
    }
  }

  #takenNames(): Map<string, string[]> {
    const records = this.#options.parts.records.list()
    const byEnvironment = Map.groupBy(records, ({ environmentId }) => environmentId)
    return new Map([...byEnvironment].map(([id, here]) => [id, here.map(({ name }) => name)]))
  }

  #refusalOf(error: unknown): string {
    if (error instanceof KeydeckError) {
      const { code, data }: KeydeckError = error
      return 'reason' in data && code !== 'STORE_UNAVAILABLE' ? data.reason : code.toLowerCase()
    }
    this.#options.log.error('bundle.row-failed', { kind: errorKind(error) })
    return 'internal'
  }
}
