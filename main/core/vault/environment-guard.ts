import type { Origin } from '../../../contract/calls.ts'
import type { Passports } from '../door/door-types.ts'
import { KeydeckError, notFound } from '../keydeck-error.ts'
import type { Audit } from './audit/audit-log.ts'
import type { Environments } from './environments.ts'
import type { Guard } from './guard-port.ts'

interface EnvironmentGuardOptions {
  environments: Environments
  passports: Passports
  audit: Audit
}

/** Refuses, and writes down, what would spend money in a guarded environment before the person's yes. */
export class EnvironmentGuard implements Guard {
  readonly #options: EnvironmentGuardOptions

  constructor(options: EnvironmentGuardOptions) {
    this.#options = options
  }

  require(keyId: string, origin: Origin): void {
    const { environments, passports, audit } = this.#options
    const passport = passports.find(keyId)
    if (!passport) throw notFound('key', keyId)
    if (environments.isConfirmed(passport.environment.id)) return
    const environment = environments.get(passport.environment.id)
    audit.record({
      action: 'call_refused',
      keyId,
      subject: passport.keyName,
      keyMask: passport.keyMask,
      environmentName: environment.name,
      providerName: passport.provider.name,
      detail: { code: 'guard_unconfirmed', origin },
    })
    throw new KeydeckError('CONFLICT', { reason: 'guard_unconfirmed' })
  }
}
