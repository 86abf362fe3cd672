import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { NewKey, VaultKey } from '../../contract/keys.ts'
import type { Door, DoorRequest, DoorResponse, FoundServer } from '../../main/core/door/door-types.ts'
import { EventBus } from '../../main/core/event-bus.ts'
import type { Questions } from '../../main/core/ports.ts'
import { Facts } from '../../main/core/settings/facts.ts'
import { EndLog } from '../../main/core/storage/end-log.ts'
import { migrations } from '../../main/core/storage/migrations/index.ts'
import { createVault, type Vault } from '../../main/core/vault/create-vault.ts'
import type { KeyUsage } from '../../main/core/vault/key-view.ts'
import { FaultyDatabase } from './faulty-database.ts'
import { FaultyStore } from './faulty-store.ts'
import { createMemoryLog } from './log.ts'
import { ManualClock } from './manual-clock.ts'

/** A door that lets nothing through and remembers which keys it was told to cut. */
export class ClosedDoor implements Door {
  readonly cuts: string[] = []

  async send(_request: DoorRequest): Promise<DoorResponse> {
    throw new Error('This test lets no call out.')
  }

  cut(keyId?: string): void {
    this.cuts.push(keyId ?? 'all')
  }

  async close(): Promise<void> {}
}

/** A vault over a real database file and a fake store; `restart` opens the same file as the next process would. */
export class VaultFixture {
  readonly folder: string
  readonly store: FaultyStore
  readonly clock = new ManualClock()
  readonly log = createMemoryLog()
  readonly events = new EventBus()
  readonly usage = new Map<string, KeyUsage>()
  /** The names of local keys in every environment. */
  localKeys: string[] = []
  clipboard = { available: true, readText: async () => '' }
  chosenFile: string | null = null
  /** What the person says to a question of the system's. */
  answer: Questions['confirm'] = async () => true
  door: Door = new ClosedDoor()
  /** What answers on this machine. */
  localServers: FoundServer[] = []
  database: FaultyDatabase
  ends: EndLog
  vault: Vault

  /** In a folder of its own, or in one that another process left. */
  constructor(folder = mkdtempSync(join(tmpdir(), 'keydeck-vault-')), store = new FaultyStore()) {
    this.folder = folder
    this.store = store
    this.database = openDatabase(this.folder)
    this.ends = this.#openEnds()
    this.vault = this.#open()
  }

  async restart(): Promise<void> {
    await this.close()
    this.database = openDatabase(this.folder)
    this.ends = this.#openEnds()
    this.vault = this.#open()
    await this.vault.reconcile()
  }

  /** Ends as the app does; what it wrote stays in the folder. */
  async close(): Promise<void> {
    await this.vault.close()
    this.database.close()
  }

  async remove(): Promise<void> {
    await this.close()
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** What `add` takes, for a preset and an environment by name. */
  newKey(fields: Partial<NewKey> & { preset?: string; environment?: string } = {}): NewKey {
    const { preset = 'yunxin', environment = 'Development', ...rest } = fields
    return {
      name: 'Laptop',
      providerId: this.provider(preset).id,
      environmentId: this.environment(environment).id,
      accountType: 'pro',
      tags: [],
      notes: '',
      ...rest,
    }
  }

  /** Adds a key with a secret of its own, or this one. */
  async add(
    fields: Parameters<VaultFixture['newKey']>[0] & { secret?: string } = {},
  ): Promise<{ id: string; secret: string }> {
    const { secret = freshSecret(), ...rest } = fields
    const { key } = await this.vault.keys.add({ ...this.newKey(rest), secret })
    return { id: key.id, secret }
  }

  /** A key as the page sees it. */
  key(id: string): VaultKey {
    const key = this.vault.keys.list().find((one) => one.id === id)
    if (!key) throw new Error(`no key ${id}`)
    return key
  }

  /** What the door would send with a call of this key; null where it would send none. */
  async secretOf(id: string): Promise<string | null> {
    const passport = this.vault.passports.find(id)
    if (!passport?.secretId || passport.status === 'revoked') return null
    return this.store.read({ recordId: passport.secretId, origin: passport.boundOrigin })
  }

  /** Everything that the store holds, by what the rows know of it: `[]` where each knows of the other. */
  strays(): string[] {
    const known = new Set(this.vault.storedSecrets.list().map((item) => item.recordId))
    const held = [...this.store.secrets.keys()]
    return [
      ...held.filter((item) => !known.has(item)).map((item) => `${item} has no row`),
      ...[...known].filter((item) => !held.includes(item)).map((item) => `${item} is not in the store`),
    ]
  }

  /** What was written down, the oldest first. */
  audit(): { action: string; keyId: string; subject: string; mask: string; detail: Record<string, string> }[] {
    return this.database.all('SELECT * FROM audit ORDER BY id').map((row) => ({
      action: String(row['action']),
      keyId: String(row['key_id'] ?? ''),
      subject: String(row['subject']),
      mask: String(row['key_mask']),
      detail: JSON.parse(String(row['detail'])) as Record<string, string>,
    }))
  }

  provider(preset: string) {
    const provider = this.vault.providers.list().find((one) => one.preset === preset)
    if (!provider) throw new Error(`no provider ${preset}`)
    return provider
  }

  environment(name: string) {
    const environment = this.vault.environments.list().find((one) => one.name === name)
    if (!environment) throw new Error(`no environment ${name}`)
    return environment
  }

  /** Every row there is, whatever its state. */
  rows(): { id: string; state: string; isDeleted: boolean }[] {
    return this.database.all('SELECT id, secret_state, deleted_at FROM vault_key').map((row) => ({
      id: String(row['id']),
      state: String(row['secret_state']),
      isDeleted: row['deleted_at'] !== null,
    }))
  }

  #openEnds(): EndLog {
    return new EndLog({ path: join(this.folder, 'keydeck.revoked'), log: this.log })
  }

  #open(): Vault {
    return createVault({
      database: this.database,
      ends: this.ends,
      facts: new Facts(this.database),
      writer: this.store,
      removedLines: this.store,
      exporter: this.store,
      issued: { issue: () => crypto.randomUUID() },
      storeStatus: () => this.store.status(),
      door: () => this.door,
      lookAround: async () => this.localServers,
      clipboard: {
        available: this.clipboard.available,
        readText: () => this.clipboard.readText(),
      },
      files: { available: true, chooseFile: async () => this.chosenFile },
      questions: { confirm: async (question) => this.answer(question) },
      usageByKey: () => this.usage,
      localKeysIn: () => this.localKeys,
      clock: this.clock,
      log: this.log,
      events: this.events,
    })
  }
}

/** A database with the whole schema, in a file. */
export function openDatabase(folder: string): FaultyDatabase {
  const database = new FaultyDatabase(join(folder, 'keydeck.db'))
  // These tests kill processes, never the system: it keeps what they wrote without being waited for.
  database.script('PRAGMA synchronous = OFF')
  const from = database.version
  database.write(() => {
    for (const migration of migrations.slice(from)) database.script(migration)
    database.version = migrations.length
  })
  return database
}

/** A key as Yunxin's look, new for each test and nowhere in the source. */
export const freshSecret = (): string => `yx-${crypto.randomUUID().replaceAll('-', '')}`
