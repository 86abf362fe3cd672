import type { VaultKey } from '../../../contract/keys.ts'
import type { Provider } from '../../../contract/providers.ts'
import type { Environment } from '../../lib/use-environments.ts'

/** A vault key with what belongs to it, as the table shows it. */
export interface KeyRow {
  key: VaultKey
  provider: Provider
  environment: Environment
  /** Calls a day over the last 30 days; empty where there were none. */
  daily: readonly number[]
}
