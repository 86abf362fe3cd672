import type { SecretStoreStatus, StoreMoveProgress, StoreTest } from '../../../../contract/secret-store.ts'
import type { Clock, Log } from '../../ports.ts'
import type { Audit } from '../audit/audit-log.ts'
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
import { StoreAudit } from './store-audit.ts'
import { type SecretStoreChoice, StoreKeeper } from './store-keeper.ts'
import { StoreMover } from './store-mover.ts'
import { StoreRegister } from './store-register.ts'
import { StoreShelf } from './store-shelf.ts'
import type { StoreState } from './store-state.ts'
import { StatusKeeper } from './store-status.ts'
import { testStore } from './store-test.ts'
import type { StoredSecrets } from './stored-secrets-port.ts'
import { WriteGate } from './write-gate.ts'

/** What the manager needs of the core that it lives in. */
export interface SecretStoreOptions {
  /** The encrypted file lies in `secrets/` under it. */
  readonly dataFolder: string
  readonly state: StoreState
  /** What the database says of the secrets: a move takes these, and no others. */
  readonly secrets: StoredSecrets
  readonly audit: Audit
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
  /** Opens the store anew, and removes what a move left in the other one. */
  retry(): Promise<SecretStoreStatus>
  test(): Promise<StoreTest>
  changePassphrase(change: { current: string; next: string }): Promise<SecretStoreStatus>
  lock(): Promise<SecretStoreStatus>
  /** Moves every secret to the other store, or goes on with a move that was interrupted. Rejects where it can't begin. */
  move(choice: SecretStoreChoice): Promise<AsyncGenerator<StoreMoveProgress>>
  giveUpMove(): Promise<SecretStoreStatus>
  /** Lets what waits for a move go on, and leaves the move itself for the next start. */
  stopMoving(): Promise<void>
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
  const { clock, log, secrets } = options
  const register = new StoreRegister(options.state)
  const shelf = new StoreShelf({ launchKeychain, deadlines: keychainDeadlines, ...options }, register)
  const status = new StatusKeeper(log, (changed) => options.onChange(changed))
  const audit = new StoreAudit(options.audit, log)
  const parts = { register, shelf, status, audit, secrets, clock, log }
  const keeper = new StoreKeeper(parts)
  const access = new SecretStoreAccess(keeper, clock)
  const gate = new WriteGate()
  const mover = new StoreMover(parts, keeper, gate)
  return {
    reader: { read: (ref) => access.read(ref) },
    lines: { readRemovedLine: (id) => access.read({ recordId: id, origin: removedLineOrigin }) },
    writer: {
      write: (ref, secret) => gate.share(() => access.write(ref, secret)),
      remove: (ref) => gate.share(() => access.remove(ref)),
    },
    exporter: { readForExport: (ref) => access.read(ref) },
    admin: {
      status: () => status.current,
      async start() {
        await keeper.start()
        mover.tell()
        void mover.clearPending(false)
      },
      async choose(choice) {
        mover.refuseWhileRunning()
        return await gate.alone(() => keeper.choose(choice))
      },
      async unlock(passphrase) {
        const unlocked = await keeper.unlock(passphrase)
        void mover.clearPending(false)
        return unlocked
      },
      async retry() {
        await keeper.retry()
        await mover.clearPending(true)
        return status.current
      },
      test: () => gate.share(() => testStore(keeper, clock, log)),
      async changePassphrase({ current, next }) {
        mover.refuseWhileRunning()
        return await gate.alone(() => keeper.changePassphrase(current, next))
      },
      lock: () => keeper.lock(),
      move: (choice) => mover.move(choice),
      giveUpMove: () => mover.giveUp(),
      stopMoving: () => mover.stop(),
      async close() {
        await mover.stop()
        await keeper.close()
      },
    },
  }
}
