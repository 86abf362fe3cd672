import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Calls, createCalls, type LedgerNotice } from './calls/create-calls.ts'
import { type Checkup, createCheckup } from './checkup/create-checkup.ts'
import { createDoor } from './door/create-door.ts'
import { createLookAround } from './door/create-look-around.ts'
import { createResponseRegister } from './door/create-response-register.ts'
import type { Door } from './door/door-types.ts'
import { createRedactor, type Redactor } from './door/redact.ts'
import { errorKind } from './error-kind.ts'
import { EventBus } from './event-bus.ts'
import { createGateway } from './gateway/create-gateway.ts'
import type { Gateway } from './gateway/gateway-types.ts'
import { openLink } from './links.ts'
import { createPlayground, type Playground } from './playground/create-playground.ts'
import type { Log, Ports } from './ports.ts'
import { Facts } from './settings/facts.ts'
import { SettingsStore } from './settings/settings.ts'
import { EndLog } from './storage/end-log.ts'
import { openStorage, type StorageNotice } from './storage/open-storage.ts'
import { AuditLog } from './vault/audit/audit-log.ts'
import { createVault, type Vault } from './vault/create-vault.ts'
import { IssuedSecrets } from './vault/issued/issued-secrets.ts'
import type { KeychainLauncher } from './vault/secret-store/keychain-messages.ts'
import { createSecretStoreManager, type SecretStoreAdmin } from './vault/secret-store/secret-store-manager.ts'
import { createStoreState } from './vault/secret-store/store-state.ts'
import { StoredSecrets } from './vault/stored-secrets.ts'

/** What Keydeck does, whatever host it runs in. `door` and the secret store's reader are not on it: only the core calls. */
export interface Core {
  readonly events: EventBus
  readonly log: Log
  readonly settings: SettingsStore
  readonly secretStore: SecretStoreAdmin
  readonly vault: Vault
  readonly playground: Playground
  readonly gateway: Gateway
  readonly calls: Calls
  readonly checkup: Checkup
  readonly issued: IssuedSecrets
  /** What recovery did at this start, and what is missing, for the person; null where nothing was wrong. */
  readonly notice: StorageNotice | LedgerNotice | null
  openLink(url: string): Promise<boolean>
  /** Ends every call, writes what is pending, backs up, and closes the files. */
  close(): Promise<void>
}

export interface CoreOptions {
  dataFolder: string
  ports: Ports
  /** The host's, where its log cleans with the same one. */
  redactor?: Redactor
  /** How the keychain's worker is started, where the host has a better way than the usual one. */
  launchKeychain?: KeychainLauncher
}

/**
 * The one composition root: opens the profile in `dataFolder` and wires the parts. Hosts pass their ports; nothing here
 * is global, so several cores can run in one process.
 */
export async function createCore(options: CoreOptions): Promise<Core> {
  const { dataFolder, ports } = options
  const { clock, log } = ports
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  const storage = await openStorage({ folder: dataFolder, clock, log })
  const { database } = storage
  const ends = new EndLog({ path: join(dataFolder, 'keydeck.revoked'), log })
  const events = new EventBus((error, { type }) => log.error('event.watcher-failed', { type, kind: errorKind(error) }))
  const facts = new Facts(database)
  const settings = new SettingsStore({ database, events, log })
  const redactor = options.redactor ?? createRedactor()
  const calls = createCalls({ database, clock, log, events, journal: join(dataFolder, 'keydeck.calls') })
  const store = createSecretStoreManager({
    dataFolder,
    state: createStoreState(facts, database),
    secrets: new StoredSecrets(database),
    audit: new AuditLog({ database, clock, events }),
    ...(options.launchKeychain ? { launchKeychain: options.launchKeychain } : {}),
    clock,
    log,
    onChange: () => {
      events.emit({ type: 'secret-store' })
      events.emit({ type: 'keys' })
    },
  })

  const issued = new IssuedSecrets({ clipboard: ports.clipboard, notifier: ports.notifier, clock, log })

  // The vault checks keys through the door, and the door asks the vault for passports.
  const doorway: { door?: Door; gateway?: Gateway } = {}
  const vault = createVault({
    database,
    ends,
    facts,
    writer: store.writer,
    removedLines: store.lines,
    exporter: store.exporter,
    issued,
    storeStatus: () => store.admin.status(),
    door: () => doorway.door!,
    lookAround: createLookAround({ clock }),
    clipboard: ports.clipboard,
    files: ports.files,
    questions: ports.questions,
    usageByKey: () => calls.usageByKey(),
    localKeysIn: (environmentId) => doorway.gateway!.localKeysIn(environmentId),
    clock,
    log,
    events,
  })
  const responses = createResponseRegister({ database, clock })
  const door = createDoor({
    passports: vault.passports,
    reader: store.reader,
    ledger: {
      record(call) {
        vault.audit.noteCall(call)
        return calls.ledger.record(call)
      },
    },
    prices: calls.prices,
    spending: calls.spending,
    responses,
    settings: { useProxyEnvironment: () => settings.get().useProxyEnvironment },
    clock,
    log,
    redactor,
  })
  doorway.door = door
  const gateway = createGateway({
    database,
    ends,
    door,
    vault: vault.forGateway,
    guard: vault.guard,
    responses,
    calls,
    issued,
    isLocked: () => store.admin.status().state === 'locked',
    facts,
    clock,
    log,
    events,
    notifier: ports.notifier,
  })
  doorway.gateway = gateway
  ends.shorten(storage.oldestBackup())
  const playground = createPlayground({
    database,
    door,
    passports: vault.passports,
    guard: vault.guard,
    retries: () => settings.get().playgroundRetries,
    redactor,
    clock,
    log,
    events,
  })

  const checkup = createCheckup({
    database,
    evidence() {
      const entered = vault.evidence.keys()
      return {
        keys: vault.keys.list().flatMap((key) => {
          const more = entered.get(key.id)
          return more ? [{ ...key, ...more }] : []
        }),
        uses: calls.keyUses(),
        removedLines: vault.evidence.removedLines(),
      }
    },
    clock,
    events,
  })

  // The switch in the frame may show an environment that is no more.
  events.subscribe((event) => {
    const { environmentId } = settings.get()
    if (event.type !== 'environments' || environmentId === null || event.id !== environmentId) return
    const isThere = vault.environments.list().some((environment) => environment.id === environmentId)
    if (!isThere) settings.update({ environmentId: null })
  })

  // The store may wait for a person to unlock it: start without it, and say so in the frame.
  void store.admin.start().then(
    () => vault.reconcile(),
    (error: unknown) =>
      log.error('secret-store.start-failed', { kind: error instanceof Error ? error.name : 'unknown' }),
  )

  return {
    events,
    log,
    settings,
    secretStore: store.admin,
    vault,
    playground,
    gateway,
    calls,
    checkup,
    issued,
    notice: bothNotices(storage.notice, calls.notice),
    openLink: (url) => openLink(ports.links, url),
    async close() {
      await store.admin.stopMoving()
      await gateway.close()
      await issued.close()
      checkup.close()
      await playground.close()
      await door.close()
      await calls.close()
      await vault.close()
      await store.admin.close()
      await storage.close()
    },
  }
}

function bothNotices(storage: StorageNotice | null, ledger: LedgerNotice | null): StorageNotice | LedgerNotice | null {
  if (storage === null || ledger === null) return storage ?? ledger
  return { ...storage, detail: `${storage.detail} ${ledger.detail}` }
}
