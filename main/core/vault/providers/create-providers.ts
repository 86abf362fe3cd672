import type { Capabilities, FeatureResult, LocalServer, Provider } from '../../../../contract/providers.ts'
import type { LookAround } from '../../door/door-types.ts'
import type { Database } from '../../storage/database.ts'
import type { Audit } from '../audit/audit-log.ts'
import type { Guard } from '../guard-port.ts'
import type { KeyLife } from '../keys/create-keys.ts'
import type { KeyParts } from '../keys/key-parts.ts'
import { CapabilityRows } from '../probe/capabilities.ts'
import { Prober } from '../probe/prober.ts'
import { HeaderRules } from './header-rules.ts'
import { LocalServers } from './local-servers.ts'
import { ProviderEdits } from './provider-edits.ts'
import type { Providers } from './providers.ts'

/** What a page may do with providers. */
export interface VaultProviders
  extends Pick<Providers, 'list'>,
    Pick<ProviderEdits, 'add' | 'update' | 'shipped' | 'reset' | 'remove'> {
  /** Each result comes as `running`, then as it is; one that isn't worth a call comes once, as `skipped`. */
  probe(keyId: string, model: string, signal: AbortSignal): AsyncGenerator<FeatureResult>
  capabilities(keyId: string): Capabilities | null
  /** Looks for model servers on this machine. */
  discover(): Promise<LocalServer[]>
  adopt(baseUrl: string, environmentId: string): Promise<{ provider: Provider; keyId: string }>
}

/** Puts together what is done with providers. `edits` is for an import, which brings some of its own. */
export function createProviders(
  parts: KeyParts,
  outside: { database: Database; audit: Audit; guard: Guard; keys: KeyLife; lookAround: LookAround },
): VaultProviders & { edits: ProviderEdits } {
  const { providers, records, passports, fingerprint } = parts
  const { keys } = outside
  const edits = new ProviderEdits({
    ...parts,
    audit: outside.audit,
    headerRules: new HeaderRules((word) => records.hasFingerprint(fingerprint(word))),
    texts: keys.texts,
    forgetPassports: () => passports.forget(),
  })
  const local = new LocalServers({ ...parts, edits, adding: keys.adding, lookAround: outside.lookAround })
  const rows = new CapabilityRows({ ...parts, database: outside.database })
  const prober = new Prober({ ...parts, rows, guard: outside.guard })
  return {
    edits,
    list: () => providers.list(),
    add: (input) => edits.add(input),
    update: (id, changes) => edits.update(id, changes),
    shipped: (id) => edits.shipped(id),
    reset: (id) => edits.reset(id),
    remove: (id) => edits.remove(id),
    probe: (keyId, model, signal) => prober.probe(keyId, model, signal),
    capabilities: (keyId) => rows.get(keyId),
    discover: () => local.discover(),
    adopt: (baseUrl, environmentId) => local.adopt(baseUrl, environmentId),
  }
}
