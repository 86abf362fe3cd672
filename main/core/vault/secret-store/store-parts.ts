import type { Clock, Log } from '../../ports.ts'
import type { StoreAudit } from './store-audit.ts'
import type { StoreRegister } from './store-register.ts'
import type { StoreShelf } from './store-shelf.ts'
import type { StatusKeeper } from './store-status.ts'
import type { StoredSecrets } from './stored-secrets-port.ts'

/** What the parts that look after the store share. */
export interface StoreParts {
  readonly register: StoreRegister
  readonly shelf: StoreShelf
  readonly status: StatusKeeper
  readonly audit: StoreAudit
  readonly secrets: StoredSecrets
  readonly clock: Clock
  readonly log: Log
}
