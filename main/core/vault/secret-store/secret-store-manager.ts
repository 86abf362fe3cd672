import type { SecretStoreStatus } from '../../../../contract/secret-store.ts'
import type { Clock, Log } from '../../ports.ts'
import { type KeychainDeadlines, keychainDeadlines } from './keychain-client.ts'
import type { KeychainLauncher } from './keychain-messages.ts'
import { launchKeychain } from './launch-keychain.ts'
import {
  type RemovedLineReader,
  removedLineOrigin,
  type SecretExporter,
  type SecretReader,
  type SecretWriter,
} from './secret-store.ts'
import { SecretStoreAccess } from './secret-store-access.ts'
import { type SecretStoreChoice, StoreKeeper } from './store-keeper.ts'
import type { StoreState } from './store-state.ts'

/** What the manager needs of the core that it lives in. */
export interface SecretStoreOptions {
  /** The encrypted file lies in `secrets/` under it. */
  readonly dataFolder: string
  readonly state: StoreState
  readonly clock: Clock
  readonly log: Log
  /** How the keychain's worker is started; the default suits plain Node and Electron alike. */
  readonly launchKeychain?: KeychainLauncher
  readonly deadlines?: KeychainDeadlines
  onChange(status: SecretStoreStatus): void
}

/** What looks after the store: its state for the page, and the person's answers to it. */
export interface SecretStoreAdmin {
  status(): SecretStoreStatus
  /** Opens the recorded store, or chooses the system's keychain where none is recorded. Never rejects: the status says what failed. */
  start(): Promise<void>
  /** Rejects `STORE_UNAVAILABLE` where the choice can't be had, `CONFLICT` where another store already holds secrets. */
  choose(choice: SecretStoreChoice): Promise<SecretStoreStatus>
  unlock(passphrase: string): Promise<SecretStoreStatus>
  retry(): Promise<SecretStoreStatus>
  close(): Promise<void>
}

/** The secret store in five hands: the door reads, the vault writes, an export copies, lines are put back, the page's screen looks after it. */
export interface SecretStoreManager {
  readonly reader: SecretReader
  readonly writer: SecretWriter
  readonly exporter: SecretExporter
  readonly admin: SecretStoreAdmin
  readonly lines: RemovedLineReader
}

/** Puts the one secret store of a core together. */
export function createSecretStoreManager(options: SecretStoreOptions): SecretStoreManager {
  const keeper = new StoreKeeper({ launchKeychain, deadlines: keychainDeadlines, ...options })
  const access = new SecretStoreAccess(keeper, options.clock)
  return {
    reader: { read: (ref) => access.read(ref) },
    lines: { readRemovedLine: (id) => access.read({ recordId: id, origin: removedLineOrigin }) },
    writer: { write: (ref, secret) => access.write(ref, secret), remove: (ref) => access.remove(ref) },
    exporter: { readForExport: (ref) => access.read(ref) },
    admin: {
      status: () => keeper.status.current,
      start: () => keeper.start(),
      choose: (choice) => keeper.choose(choice),
      unlock: (passphrase) => keeper.unlock(passphrase),
      retry: () => keeper.retry(),
      close: () => keeper.close(),
    },
  }
}
