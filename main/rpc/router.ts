import { audit } from './audit.ts'
import { os } from './base.ts'
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
import { playground } from './playground.ts'
import { providers } from './providers.ts'
import { secretStore } from './secret-store.ts'
import { settings } from './settings.ts'

/** Every handler there is. The type refuses one that the contract lacks, and one that is missing. */
export const router = os.router({
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
})
