import type { z } from 'zod'
import type { SecretStoreStatus } from '../../../contract/secret-store.ts'
import type { Door, LookAround, Passports } from '../door/door-types.ts'
import type { EventBus } from '../event-bus.ts'
import type { ClipboardReader, Clock, Files, Log, Questions } from '../ports.ts'
import type { Facts } from '../settings/facts.ts'
import type { Database } from '../storage/database.ts'
import type { EndLog } from '../storage/end-log.ts'
import { type AuditTrail, createAudit } from './audit/create-audit.ts'
import { type Bundles, type BundlesOptions, createBundles } from './bundles/create-bundles.ts'
import { EnvironmentChanges } from './environment-changes.ts'
import { EnvironmentGuard } from './environment-guard.ts'
import { EnvironmentKeys } from './environment-keys.ts'
import { Environments } from './environments.ts'
import { createFingerprint } from './fingerprint.ts'
import { vaultForGateway } from './for-gateway.ts'
import type { VaultForGateway } from './gateway-port.ts'
import type { Guard } from './guard-port.ts'
import { GuardSession } from './guard-session.ts'
import { createImports, type Imports } from './imports/create-imports.ts'
import { RemovedLines } from './imports/removed-lines.ts'
import { type Checked, KeyChecks } from './key-checks.ts'
import { KeyRecords } from './key-records.ts'
import type { KeyUsage } from './key-view.ts'
import { createKeys } from './keys/create-keys.ts'
import { KeyAudit } from './keys/key-audit.ts'
import type { KeyParts } from './keys/key-parts.ts'
import { revokeAgain } from './keys/revoking-again.ts'
import { SecretSightings } from './keys/secret-sightings.ts'
import { checkDetail, type VaultKeys, vaultKeys } from './keys/vault-keys.ts'
import { ModelLists } from './model-lists.ts'
import { PassportOffice } from './passport-office.ts'
import { createProviders, type VaultProviders } from './providers/create-providers.ts'
import { Providers } from './providers/providers.ts'
import { Removals } from './removals.ts'
import type { SecretWriter } from './secret-store/secret-store.ts'
import type { SecretStoreManager } from './secret-store/secret-store-manager.ts'
import { SpareRecords } from './spare-records.ts'
import { StoredSecrets } from './stored-secrets.ts'
import { VaultEvidence } from './vault-evidence.ts'

/** What the vault needs. It writes and deletes secrets; only an export reads them, and an import the lines that it took out. */
export interface VaultOptions {
  database: Database
  ends: EndLog
  facts: Facts
  writer: SecretWriter
  removedLines: SecretStoreManager['lines']
  /** For exports alone. */
  exporter: BundlesOptions['exporter']
  issued: BundlesOptions['issued']
  storeStatus: () => z.infer<typeof SecretStoreStatus>
  /** Lazily: the door asks the vault for passports, and the vault checks keys through the door. */
  door: () => Door
  lookAround: LookAround
  clipboard: ClipboardReader
  files: Files
  questions: Questions
  /** Calls and cost of each key in the last 30 days, from the roll-ups. */
  usageByKey: () => ReadonlyMap<string, KeyUsage>
  /** Lazily, as the door: the names of the local keys of an environment. */
  localKeysIn: (environmentId: string) => string[]
  clock: Clock
  log: Log
  events: EventBus
}

/** Keys, environments and providers, for `rpc/`; passports for the door. */
export interface Vault {
  readonly keys: VaultKeys
  readonly imports: Imports
  readonly environments: Pick<Environments, 'list'> &
    Pick<EnvironmentChanges, 'add' | 'update' | 'reorder' | 'remove' | 'confirm'>
  readonly guard: Guard
  readonly audit: Omit<AuditTrail, 'log' | 'close'>
  readonly evidence: VaultEvidence
  readonly providers: VaultProviders
  readonly bundles: Bundles
  readonly passports: Passports
  readonly forGateway: VaultForGateway
  /** Every item that lies in the store, for what moves them to another. */
  readonly storedSecrets: StoredSecrets
  /** Brings records and secrets together after a crash or a store that didn't answer. Never rejects. */
  reconcile(): Promise<void>
  close(): Promise<void>
}

/** Opens the vault: seeds a new profile, and clears up whenever the secret store changes. */
export function createVault(options: VaultOptions): Vault {
  const { database, clock, log, events, storeStatus } = options
  const trail = createAudit({ database, clock, log, events })
  const auditLog = trail.log
  const guards = new GuardSession()
  const environments = new Environments(database, guards)
  const providers = new Providers(database, log)
  environments.seed()
  providers.seed()

  const records = new KeyRecords(database, log)
  const spares = new SpareRecords(database, log)
  const storedSecrets = new StoredSecrets(database)
  const common = {
    ...options,
    records,
    spares,
    environments,
    providers,
    fingerprint: createFingerprint(options.facts),
    beingWritten: new Set<string>(),
    sightings: new SecretSightings(),
    audit: new KeyAudit({ audit: auditLog, environments, providers, log }),
  }
  const parts: KeyParts = {
    ...common,
    passports: new PassportOffice(common),
    removals: new Removals(common),
  }
  const { passports, removals, sightings, audit } = parts
  revokeAgain(parts)
  const noteSecret = ({ secretId, result }: Checked) => {
    const isMissing = result.error?.code === 'secret_unavailable' && storeStatus().state === 'ready'
    if (isMissing || result.status !== null) sightings.note(secretId, isMissing)
  }
  const checks = new KeyChecks({
    records,
    spares,
    door: options.door,
    clock,
    onChecked(id, checked) {
      modelLists.save(id, checked.modelIds, checked.result.error)
      noteSecret(checked)
      events.emit({ type: 'keys', id })
    },
  })
  const modelLists = new ModelLists({ database, records, providers, checks, clock })
  const keys = createKeys(parts, {
    storedSecrets,
    onSwapped: (id) => modelLists.renew(id),
    async testPending(id) {
      const checked = await checks.checkPending(id)
      noteSecret(checked)
      const record = records.find(id)
      if (record) audit.record('key_checked', record, { detail: { secret: 'pending', ...checkDetail(checked.result) } })
      events.emit({ type: 'keys', id })
    },
  })
  const environmentChanges = new EnvironmentChanges({
    database,
    environments,
    keys: new EnvironmentKeys(parts),
    guards,
    texts: keys.texts,
    audit: auditLog,
    localKeysIn: options.localKeysIn,
    forgetPassports: () => passports.forget(),
    events,
  })
  const imports = createImports({
    ...parts,
    files: options.files,
    reader: options.removedLines,
    lines: new RemovedLines(database, log),
    keyAudit: audit,
    audit: auditLog,
    adding: keys.adding,
    same: keys.same,
  })
  const guard = new EnvironmentGuard({ environments, passports, audit: auditLog })
  const vaultProviders = createProviders(parts, {
    database,
    audit: auditLog,
    guard,
    keys,
    lookAround: options.lookAround,
  })
  const bundles = createBundles({
    ...options,
    parts,
    keys,
    environmentChanges,
    providerEdits: vaultProviders.edits,
  })
  const stopWatching = events.subscribe((event) => {
    if (event.type !== 'secret-store') return
    if (storeStatus().state === 'locked') {
      imports.forget()
      bundles.forget()
      if (guards.forgetAll()) events.emit({ type: 'environments' })
    }
    keys.followStore()
    void removals.run()
    void imports.reconcile()
  })

  return {
    keys: vaultKeys(keys, parts, checks, modelLists),
    imports,
    environments: {
      list: () => environments.list(),
      add: (fields) => environmentChanges.add(fields),
      update: (id, changes) => environmentChanges.update(id, changes),
      reorder: (ids) => environmentChanges.reorder(ids),
      remove: (id, moveKeysTo) => environmentChanges.remove(id, moveKeysTo),
      confirm: (id) => environmentChanges.confirm(id),
    },
    guard,
    audit: trail,
    evidence: new VaultEvidence(database),
    providers: vaultProviders,
    bundles,
    passports,
    forGateway: vaultForGateway({ ...parts, modelLists, auditLog, log }),
    storedSecrets,
    reconcile: async () => void (await Promise.all([removals.run(), imports.reconcile()])),
    async close() {
      stopWatching()
      bundles.forget()
      passports.saveUses()
      trail.close()
      await Promise.all([removals.close(), imports.close()])
    },
  }
}
