import { settingsTables } from './001-settings.ts'
import { vaultTables } from './002-vault.ts'
import { ledgerTables } from './003-ledger.ts'
import { playgroundTables } from './004-playground.ts'
import { keyLifeTables } from './005-key-life.ts'
import { localKeyTables } from './006-local-keys.ts'
import { madeResponseTables } from './007-made-responses.ts'
import { callModelColumn } from './008-call-models.ts'
import { heldResponseColumn } from './009-held-responses.ts'

/** In order; the position plus one is the schema version. A released migration never changes. */
export const migrations: readonly string[] = [
  settingsTables,
  vaultTables,
  ledgerTables,
  playgroundTables,
  keyLifeTables,
  localKeyTables,
  madeResponseTables,
  callModelColumn,
  heldResponseColumn,
]
