import type { Provider } from '../../../contract/providers.ts'
import { type LazyPart, lazyPart } from '../../lib/lazy-part.ts'
import type { Environment } from '../../lib/use-environments.ts'
import type { Many } from './many/use-many.ts'
import type { KeyRow } from './types.ts'

/** What a dialog of the keys page is given. It is mounted while it is open. */
export interface KeysDialogProps {
  /** The keys it is about: the one in the panel, or those chosen in the table. From the page's menu: those in sight. As they are now. */
  rows: readonly KeyRow[]
  /** Every key of the vault. */
  all: readonly KeyRow[]
  environments: readonly Environment[]
  providers: readonly Provider[]
  /** The environment that is chosen in the frame; null is all of them. */
  environmentId: string | null
  onClose: () => void
}

/** A dialog that may begin a job over its keys; what failed is said in one dialog of its own. */
export interface JobDialogProps extends KeysDialogProps {
  run: Many['run']
}

/** The dialogs beside *Add a key*. `regenerate` and `revoke` are about the keys they are given, the rest is in the page's menu. */
export type KeysDialogName = 'addMany' | 'envFile' | 'removedLines' | 'import' | 'export' | 'regenerate' | 'revoke'

/** Where each dialog is: `lazyPart(async () => (await import('./bundles/export-dialog.tsx')).ExportDialog)`. One that isn't here is offered nowhere. */
export const keysDialogs: Partial<Record<KeysDialogName, LazyPart<JobDialogProps>>> = {
  addMany: lazyPart(async () => (await import('./import/import-dialog.tsx')).AddManyDialog),
  envFile: lazyPart(async () => (await import('./import/import-dialog.tsx')).EnvFileDialog),
  removedLines: lazyPart(async () => (await import('./import/removed-lines-dialog.tsx')).RemovedLinesDialog),
  import: lazyPart(async () => (await import('./bundles/import-dialog.tsx')).ImportBundleDialog),
  export: lazyPart(async () => (await import('./bundles/export-dialog.tsx')).ExportDialog),
  regenerate: lazyPart(async () => (await import('./regenerate/regenerate-dialog.tsx')).RegenerateDialog),
  revoke: lazyPart(async () => (await import('./revoke/revoke-dialog.tsx')).RevokeDialog),
}
