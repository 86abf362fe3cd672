import type { LocalServer, Provider } from '../../../../contract/providers.ts'
import type { LookAround } from '../../door/door-types.ts'
import type { Audit } from '../audit/audit-log.ts'
import type { KeyLife } from '../keys/create-keys.ts'
import type { KeyParts } from '../keys/key-parts.ts'
import { SecretInText } from '../keys/secret-in-text.ts'
import { HeaderRules } from './header-rules.ts'
import { LocalServers } from './local-servers.ts'
import { ProviderEdits } from './provider-edits.ts'
import type { Providers } from './providers.ts'

/** What a page may do with providers. */
export interface VaultProviders
  extends Pick<Providers, 'list'>,
    Pick<ProviderEdits, 'add' | 'update' | 'reset' | 'remove'> {
  /** Looks for model servers on this machine. */
  discover(): Promise<LocalServer[]>
  adopt(baseUrl: string, environmentId: string): Promise<{ provider: Provider; keyId: string }>
}

/** Puts together what is done with providers. */
export function createProviders(
  parts: KeyParts,
  outside: { audit: Audit; keys: KeyLife; lookAround: LookAround },
): VaultProviders {
  const { providers, records, passports, fingerprint } = parts
  const { keys } = outside
  const edits = new ProviderEdits({
    ...parts,
    audit: outside.audit,
    headerRules: new HeaderRules((word) => records.hasFingerprint(fingerprint(word))),
    texts: new SecretInText({ fingerprint, same: keys.same }),
    forgetPassports: () => passports.forget(),
  })
  const local = new LocalServers({ ...parts, edits, adding: keys.adding, lookAround: outside.lookAround })
  return {
    list: () => providers.list(),
    add: (input) => edits.add(input),
    update: (id, changes) => edits.update(id, changes),
    reset: (id) => edits.reset(id),
    remove: (id) => edits.remove(id),
    discover: () => local.discover(),
    adopt: (baseUrl, environmentId) => local.adopt(baseUrl, environmentId),
  }
}
