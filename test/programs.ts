import { join } from 'node:path'

/** What tests start as processes of their own, and what those start in turn; where each lies in this repository. */
export const programs = {
  'bundle-child': 'test/fakes/bundle-child.ts',
  'env-lines-child': 'test/fakes/env-lines-child.ts',
  'gateway-child': 'test/fakes/gateway-child.ts',
  'ledger-child': 'test/fakes/ledger-child.ts',
  'storage-child': 'test/fakes/storage-child.ts',
  'vault-child': 'test/fakes/vault-child.ts',
  'manager-process': 'test/secret-service/manager-process.ts',
  'move-child': 'test/secret-service/move-child.ts',
  'vault-process': 'test/secret-service/vault-process.ts',
  'backup-worker': 'main/core/storage/backup-worker.ts',
  'keychain-worker': 'main/core/vault/secret-store/keychain-worker.ts',
} as const

/** The file that Node is to run: bundled as the app itself is, it starts in a third of the time. */
export const programFile = (name: keyof typeof programs): string =>
  join(process.env['KEYDECK_TEST_PROGRAMS'] ?? '', `${name}.js`)
