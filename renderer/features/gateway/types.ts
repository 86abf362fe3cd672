import type { LocalKey } from '../../../contract/local-keys.ts'
import type { Environment } from '../../lib/use-environments.ts'

/** A local key as the page shows it. */
export interface LocalKeyRow {
  key: LocalKey
  /** Null for a revoked one whose environment was removed. */
  environment: Environment | null
}
