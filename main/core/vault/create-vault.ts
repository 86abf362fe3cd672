import type { z } from 'zod'
import type { AddedKey, CheckResult, KeyActivity, ModelList, NewKey, VaultKey } from '../../../contract/keys.ts'
import type { NewProvider, Provider } from '../../../contract/providers.ts'
import type { SecretStoreStatus } from '../../../contract/secret-store.ts'
import type { Door, Passports } from '../door/door-types.ts'
import type { EventBus } from '../event-bus.ts'
import type { ClipboardReader, Clock, Log } from '../ports.ts'
import type { Facts } from '../settings/facts.ts'
import type { Database } from '../storage/database.ts'
import { AuditLog } from './audit/audit-log.ts'
import { EnvironmentChanges } from './environment-changes.ts'
import { EnvironmentGuard } from './environment-guard.ts'
import { EnvironmentKeys } from './environment-keys.ts'
import { Environments } from './environments.ts'
import { createFingerprint } from './fingerprint.ts'
import type { Guard } from './guard-port.ts'
import { GuardSession } from './guard-session.ts'
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
  readonly environments: Pick<Environments, 'list'> &
    Pick<EnvironmentChanges, 'add' | 'update' | 'reorder' | 'remove' | 'confirm'>
  readonly guard: Guard
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
  const guards = new GuardSession()
  const environments = new Environments(database, guards)
  const providers = new Providers(database, log)
  environments.seed()
  providers.seed()

  const records = new KeyRecords(database, log)
  const fingerprint = createFingerprint(options.facts)
  const beingWritten = new Set<string>()
  const passports = new PassportOffice({ records, providers, environments, clock, log })
  const environmentChanges = new EnvironmentChanges({
    database,
    environments,
    keys: new EnvironmentKeys({ database, audit, beingWritten }),
    guards,
    audit,
    forgetPassports: () => passports.forget(),
    events,
  })
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
    if (storeStatus().state === 'locked' && guards.forgetAll()) events.emit({ type: 'environments' })
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
    environments: {
      list: () => environments.list(),
      add: (fields) => environmentChanges.add(fields),
      update: (id, changes) => environmentChanges.update(id, changes),
      reorder: (ids) => environmentChanges.reorder(ids),
      remove: (id, moveKeysTo) => environmentChanges.remove(id, moveKeysTo),
      confirm: (id) => environmentChanges.confirm(id),
    },
    guard: new EnvironmentGuard({ environments, passports, audit }),
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
