import { join } from 'node:path'
import { errorKind } from '../../error-kind.ts'
import type { Clock, Log } from '../../ports.ts'
import { EncryptedFileStore } from './encrypted-file-store.ts'
import type { KeychainDeadlines } from './keychain-client.ts'
import type { KeychainLauncher } from './keychain-messages.ts'
import { OsKeychainStore } from './os-keychain-store.ts'
import type { SecretStore } from './secret-store.ts'
import type { StoreRegister } from './store-register.ts'
import type { PersistentKind } from './store-state.ts'

interface ShelfOptions {
  readonly dataFolder: string
  readonly clock: Clock
  readonly log: Log
  readonly launchKeychain: KeychainLauncher
  readonly deadlines: KeychainDeadlines
}

/** Makes this installation's stores, and knows which keychain workers it must end. */
export class StoreShelf {
  readonly #options: ShelfOptions
  readonly #register: StoreRegister
  readonly #keychains = new Set<OsKeychainStore>()

  constructor(options: ShelfOptions, register: StoreRegister) {
    this.#options = options
    this.#register = register
  }

  make(kind: PersistentKind): OsKeychainStore | EncryptedFileStore {
    return kind === 'os-keychain' ? this.keychain() : this.file()
  }

  keychain(): OsKeychainStore {
    const { launchKeychain, clock, deadlines, log } = this.#options
    const { installId } = this.#register.record
    const keychain = new OsKeychainStore(installId, launchKeychain, clock, deadlines, (how) =>
      log.warn('keychain.worker-lost', { how }),
    )
    this.#keychains.add(keychain)
    return keychain
  }

  file(): EncryptedFileStore {
    const register = this.#register
    const path = join(this.#options.dataFolder, 'secrets', 'secrets.keydeck')
    return new EncryptedFileStore(path, register.record.installId, {
      load: () => register.record.generation,
      save: (generation) => this.#noteGeneration(generation),
    })
  }

  async close(store: SecretStore): Promise<void> {
    if (store instanceof OsKeychainStore) this.#keychains.delete(store)
    await store.close()
  }

  /** Ends every worker at once, whatever it waits for. */
  async closeKeychains(): Promise<void> {
    await Promise.all([...this.#keychains].map((keychain) => keychain.close()))
  }

  /** What the file holds is written by now, whatever the database says: a file ahead of its note is no rollback. */
  #noteGeneration(generation: number): void {
    try {
      this.#register.save({ generation })
    } catch (error) {
      this.#options.log.warn('secret-store.generation-not-noted', { kind: errorKind(error) })
    }
  }
}
