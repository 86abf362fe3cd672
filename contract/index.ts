import { calls } from './calls.ts'
import { environments } from './environments.ts'
import { events } from './events.ts'
import { host } from './host.ts'
import { keys } from './keys.ts'
import { playground } from './playground-procedures.ts'
import { providers } from './providers.ts'
import { secretStore } from './secret-store.ts'
import { settings } from './settings.ts'

/** Everything the page may ask of the core: the audited surface. Nothing here returns a secret. */
export const contract = {
  host,
  events,
  settings,
  secretStore,
  environments,
  providers,
  keys,
  playground,
  calls,
}
