import type { z } from 'zod'
import type { Environment } from '../../../contract/environments.ts'
import type { AddedKey, CheckResult, KeyActivity, ModelList, NewKey, VaultKey } from '../../../contract/keys.ts'
import type { NewProvider, Provider } from '../../../contract/providers.ts'
import type { SecretStoreStatus } from '../../../contract/secret-store.ts'
import type { Door, Passports } from '../door/door-types.ts'
import type { EventBus } from '../event-bus.ts'
import type { ClipboardReader, Clock, Log } from '../ports.ts'
import type { Facts } from '../settings/facts.ts'
import type { Database } from '../storage/database.ts'
import { AuditLog } from './audit/audit-log.ts'
import { Environments } from './environments.ts'
import { createFingerprint } from './fingerprint.ts'
import { KeyChecks } from './key-checks.ts'
import { KeyRecords } from './key-records.ts'
import type { KeyUsage } from './key-view.ts'
import { Keys } from './keys.ts'
import { ModelLists } from './model-lists.ts'
import { PassportOffice } from './passport-office.ts'
import { Providers } from './providers/providers.ts'
import { Removals } from './removals.ts'
import type { SecretWriter } from './secret-store/secret-store.ts'

/** What the vault needs. It writes and deletes secrets; it has no way to read one. */
export interface VaultOptions {
  database: Database
  facts: Facts
  writer: SecretWriter
  storeStatus: () => z.infer<typeof SecretStoreStatus>
  /** Lazily: the door asks the vault for passports, and the vault checks keys through the door. */
  door: () => Door
  clipboard: ClipboardReader
  /** Calls and cost of each key in the last 30 days, from the roll-ups. */
  usageByKey: () => ReadonlyMap<string, KeyUsage>
  clock: Clock
  log: Log
  events: EventBus
}

/** Keys, environments and providers, for `rpc/`; passports for the door. */
export interface Vault {
  readonly keys: {
    list(): VaultKey[]
    activity(): KeyActivity[]
    add(input: NewKey & { secret?: string | undefined }): Promise<AddedKey>
    addFromClipboard(input: NewKey): Promise<AddedKey>
    check(id: string): Promise<CheckResult>
    delete(id: string): { undoUntil: number }
    restore(id: string): VaultKey
    models(id: string, refresh: boolean): Promise<ModelList>
  }
  readonly environments: { list(): Environment[] }
  readonly providers: { list(): Provider[]; add(input: NewProvider): Provider }
  readonly passports: Passports
  /** Brings records and secrets together after a crash or a store that didn't answer. Never rejects. */
  reconcile(): Promise<void>
  close(): Promise<void>
}

/** Opens the vault: seeds a new profile, and clears up whenever the secret store changes. */
export function createVault(options: VaultOptions): Vault {
  const { database, clock, log, events, storeStatus, writer } = options
  const audit = new AuditLog(database, clock, events)
  const environments = new Environments(database)
  const providers = new Providers(database, log)
  environments.seed()
  providers.seed()

  const records = new KeyRecords(database, log)
  const fingerprint = createFingerprint(options.facts)
  const beingWritten = new Set<string>()
  const passports = new PassportOffice({ records, providers, environments, clock, log })
  const removals = new Removals({ records, writer, storeStatus, clock, log, beingWritten })
  const keys = new Keys({
    ...options,
    records,
    environments,
    providers,
    passports,
    removals,
    fingerprint,
    beingWritten,
    audit,
  })
  const checks = new KeyChecks({
    records,
    door: options.door,
    clock,
    onChecked(id, { result, modelIds }) {
      modelLists.save(id, modelIds, result.error)
      const isMissing = result.error?.code === 'secret_unavailable' && storeStatus().state === 'ready'
      if (isMissing || result.status !== null) keys.noteSecret(id, isMissing)
      events.emit({ type: 'keys', id })
    },
  })
  const modelLists = new ModelLists({ database, records, providers, checks, clock })
  const stopWatching = events.subscribe((event) => {
    if (event.type !== 'secret-store') return
    keys.followStore()
    void removals.run()
  })

  return {
    keys: {
      list: () => keys.list(),
      activity: () => keys.activity(),
      add: (input) => keys.add(input),
      addFromClipboard: (input) => keys.addFromClipboard(input),
      check: async (id) => (await checks.check(id)).result,
      delete: (id) => keys.delete(id),
      restore: (id) => keys.restore(id),
      models: (id, refresh) => modelLists.get(id, refresh),
    },
    environments: { list: () => environments.list() },
    providers: {
      list: () => providers.list(),
      add(input) {
        const provider = providers.add(input)
        events.emit({ type: 'providers', id: provider.id })
        return provider
      },
    },
    passports,
    reconcile: () => removals.run(),
    async close() {
      stopWatching()
      passports.saveUses()
      await removals.close()
    },
  }
}
