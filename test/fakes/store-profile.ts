import { randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { EventBus } from '../../main/core/event-bus.ts'
import type { Clock, Log } from '../../main/core/ports.ts'
import { Facts } from '../../main/core/settings/facts.ts'
import type { Database } from '../../main/core/storage/database.ts'
import { AuditLog } from '../../main/core/vault/audit/audit-log.ts'
import type { KeychainDeadlines } from '../../main/core/vault/secret-store/keychain-client.ts'
import type { KeychainLauncher } from '../../main/core/vault/secret-store/keychain-messages.ts'
import { removedLineOrigin, type SecretRef } from '../../main/core/vault/secret-store/secret-store.ts'
import {
  createSecretStoreManager,
  type SecretStoreManager,
} from '../../main/core/vault/secret-store/secret-store-manager.ts'
import { createStoreState, type StoreState } from '../../main/core/vault/secret-store/store-state.ts'
import { StoredSecrets } from '../../main/core/vault/stored-secrets.ts'
import { silentLog } from './log.ts'
import { openDatabase } from './vault-fixture.ts'

const origin = 'https://api.example.test'

/** A secret store as the core puts it together: the real database, the real record, the real file. */
export interface StoreProfile {
  readonly database: Database
  readonly manager: SecretStoreManager
  readonly secrets: StoredSecrets
  close(): Promise<void>
}

/** Opens the profile in `folder`. `aroundSave` stands around every write of the store's record. */
export function openStoreProfile(options: {
  folder: string
  launchKeychain: KeychainLauncher
  clock: Clock
  log?: Log
  deadlines?: KeychainDeadlines
  aroundSave?: (save: () => void) => void
}): StoreProfile {
  const { folder, clock, log = silentLog, aroundSave = (save) => save() } = options
  const database = openDatabase(folder)
  const state: StoreState = createStoreState(new Facts(database), database)
  const secrets = new StoredSecrets(database)
  const manager = createSecretStoreManager({
    dataFolder: folder,
    state: { load: () => state.load(), save: (record, along) => aroundSave(() => state.save(record, along)) },
    secrets,
    audit: new AuditLog({ database, clock, events: new EventBus() }),
    clock,
    log,
    launchKeychain: options.launchKeychain,
    ...(options.deadlines ? { deadlines: options.deadlines } : {}),
    onChange: () => undefined,
  })
  return {
    database,
    manager,
    secrets,
    async close() {
      await manager.admin.close()
      database.close()
    },
  }
}

/** Puts one secret of each sort into the store in charge, with its row: two keys, a spare one, a line of a file. */
export async function fillStore(profile: StoreProfile): Promise<Map<SecretRef, string>> {
  const { database, manager } = profile
  const kind = manager.admin.status().kind ?? 'memory'
  const held = new Map<SecretRef, string>()
  const add = async (recordId: string, of = origin) => {
    const ref = { recordId, origin: of }
    held.set(ref, `yx-${randomBytes(18).toString('base64url')}`)
    await manager.writer.write(ref, held.get(ref) ?? '')
    return recordId
  }
  addPlaces(database)
  const [laptop, server] = [await add(randomUUID()), await add(randomUUID())]
  addKeyRow(database, laptop, 'Laptop', kind)
  addKeyRow(database, server, 'Server', kind)
  database.run(
    `INSERT INTO spare_secret (id, key_id, role, secret_state, store_kind, origin, path_prefix, prefix, last4, fingerprint, since)
     VALUES (?, ?, 'previous', 'stored', ?, ?, '', '', '', '', 0)`,
    await add(randomUUID()),
    laptop,
    kind,
    origin,
  )
  const line = await add(randomUUID(), removedLineOrigin)
  database.run(
    `INSERT INTO removed_line (id, path, line, variable, key_id, key_name, state, store_kind, line_mark, start,
       length, file_mark, removed_at)
     VALUES (?, '.env', 1, 'P_KEY', ?, 'Laptop', 'removed', ?, '', 0, 0, '', 0)`,
    line,
    laptop,
    kind,
  )
  return held
}

/** The environment and the provider that the rows name. */
export function addPlaces(database: Database): void {
  database.write(() => {
    database.run(
      `INSERT INTO environment (id, name, colour, shape, guarded, position) VALUES ('e', 'E', 'a', 'b', 0, 0)`,
    )
    database.run(
      `INSERT INTO provider (id, preset, name, monogram, base_url, key_prefix, variable, needs_key, tier_rules, position)
       VALUES ('p', 'custom', 'P', 'P', 'https://api.example.test/v1', 'yx-', 'P_KEY', 1, '[]', 0)`,
    )
  })
}

/** A key's row, as an add leaves it. */
export function addKeyRow(database: Database, id: string, name: string, kind: string, state = 'stored'): void {
  database.run(
    `INSERT INTO vault_key (id, name, provider_id, environment_id, account_type, origin, path_prefix, prefix, last4,
       fingerprint, secret_id, secret_state, store_kind, created_at)
     VALUES (?, ?, 'p', 'e', 'pro', ?, '', '', '', '', ?, ?, ?, 0)`,
    id,
    name,
    origin,
    id,
    state,
    kind,
  )
}

/** The kinds that the rows name: one, unless a move tore them apart. */
export function kindsOfRows(database: Database): string[] {
  const tables = ['vault_key', 'spare_secret', 'removed_line'].map((table) => `SELECT store_kind FROM ${table}`)
  return database.all(tables.join(' UNION ')).map((row) => String(row['store_kind']))
}

/** Where the encrypted file of a profile lies. */
export const secretFile = (folder: string) => join(folder, 'secrets', 'secrets.keydeck')
