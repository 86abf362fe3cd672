import { audit } from './audit.ts'
import { bundles } from './bundles.ts'
import { calls } from './calls.ts'
import { environments } from './environments.ts'
import { events } from './events.ts'
import { findings } from './findings.ts'
import { gateway } from './gateway.ts'
import { host } from './host.ts'
import { imports } from './imports.ts'
import { issued } from './issued.ts'
import { keys } from './keys.ts'
import { playground } from './playground-procedures.ts'
import { providers } from './providers.ts'
import { secretStore } from './secret-store.ts'
import { settings } from './settings.ts'

/** Everything the page may ask of the core: the audited surface. Nothing here returns a provider's key. */
export const contract = {
  host,
  events,
  settings,
  secretStore,
  environments,
  providers,
  keys,
  imports,
  bundles,
  issued,
  findings,
  audit,
  playground,
  calls,
  gateway,
}
