import type { BundleResult, OpenBundle } from '../../../../contract/bundles.ts'
import type { Log, Questions } from '../../ports.ts'
import { cleanSecret } from '../clean-secret.ts'
import type { EnvironmentChanges } from '../environment-changes.ts'
import type { IssuedSecrets } from '../issued/issued-secrets.ts'
import type { KeyLife } from '../keys/create-keys.ts'
import type { KeyParts } from '../keys/key-parts.ts'
import type { ProviderEdits } from '../providers/provider-edits.ts'
import type { SecretExporter } from '../secret-store/secret-store.ts'
import { SerialQueue } from '../secret-store/serial-queue.ts'
import { type BundleContent, readContent } from './bundle-content.ts'
import { openBundle } from './bundle-format.ts'
import { refuseBundle } from './bundle-refusal.ts'
import { confirmExport } from './confirm-export.ts'
import { BundleExporting, type ExportedBundle } from './exporting.ts'
import { BundleImporting, type RowChoice } from './importing.ts'
import { OpenedBundles } from './opened-bundles.ts'
import { BundlePlaces } from './places.ts'
import { BundlePreview } from './preview.ts'
import { suggestPassphrase } from './suggest-passphrase.ts'

export interface BundlesOptions {
  parts: KeyParts
  keys: Pick<KeyLife, 'adding' | 'regenerating' | 'same'>
  environmentChanges: EnvironmentChanges
  providerEdits: ProviderEdits
  exporter: SecretExporter
  issued: Pick<IssuedSecrets, 'issue'>
  questions: Questions
  log: Log
}

/** Export and import of keys as one file under a passphrase. */
export interface Bundles {
  suggestPassphrase(): { ticket: string; shownOnce: string }
  export(keyIds: readonly string[], passphrase: string): Promise<ExportedBundle>
  open(content: string, passphrase: string): Promise<OpenBundle>
  import(bundleId: string, rows: readonly RowChoice[]): Promise<BundleResult[]>
  close(bundleId: string): { bundleId: string }
  /** Forgets what was opened: the store was locked, or Keydeck ends. */
  forget(): void
}

/** Puts the parts of export and import together. */
export function createBundles(options: BundlesOptions): Bundles {
  const { parts, keys, environmentChanges, providerEdits, exporter, issued, questions, log } = options
  const places = new BundlePlaces({ ...parts, environmentChanges, providerEdits })
  const preview = new BundlePreview({ parts, same: keys.same, places })
  const exporting = new BundleExporting({ parts, exporter, log })
  const importing = new BundleImporting({ parts, ...keys, places, preview, log })
  const opened = new OpenedBundles(parts.clock)
  // Each derivation takes 128 MiB or more: never two at once.
  const derivations = new SerialQueue()

  return {
    suggestPassphrase() {
      const shownOnce = suggestPassphrase()
      return { ticket: issued.issue(shownOnce), shownOnce }
    },
    async export(keyIds, passphrase) {
      await confirmExport(questions, parts.records, keyIds)
      return derivations.run(() => exporting.export(keyIds, passphrase))
    },
    async open(text, passphrase) {
      const bytes = await derivations.run(() => openBundle(text, passphrase))
      try {
        const content = readContent(bytes)
        refuseUntypedSecrets(content)
        const rows = preview.rows(content)
        return { ...opened.keep(bytes), exportedAt: content.exportedAt, rows }
      } catch (error) {
        bytes.fill(0)
        throw error
      }
    },
    async import(bundleId, rows) {
      const content = opened.read(bundleId)
      importing.check(content, rows)
      opened.forget(bundleId)
      return importing.import(content, rows)
    },
    close(bundleId) {
      opened.forget(bundleId)
      return { bundleId }
    },
    forget: () => opened.forgetAll(),
  }
}

/** What the vault would strip from a pasted text was never exported by one. */
function refuseUntypedSecrets(content: BundleContent): void {
  for (const { secret, provider } of content.keys) {
    if (secret === null) continue
    const prefix = content.providers[provider]?.keyPrefix ?? ''
    try {
      if (cleanSecret(secret, prefix).secret !== secret) throw refuseBundle('bad_content')
    } catch {
      throw refuseBundle('bad_content')
    }
  }
}
