import type { Environment } from '../../../contract/environments.ts'
import type { EventBus } from '../event-bus.ts'
import { type ErrorData, KeydeckError, notFound } from '../keydeck-error.ts'
import type { Database } from '../storage/database.ts'
import type { Audit } from './audit/audit-log.ts'
import type { EnvironmentKeys } from './environment-keys.ts'
import type { EnvironmentFields, Environments } from './environments.ts'
import { foldedName } from './folded-name.ts'
import type { GuardSession } from './guard-session.ts'
import type { SecretInText } from './keys/secret-in-text.ts'

/** As many as one call can put in order. */
const MOST_ENVIRONMENTS = 200

type Patch = { [Field in keyof EnvironmentFields]?: EnvironmentFields[Field] | undefined }

interface EnvironmentChangesOptions {
  database: Database
  environments: Environments
  keys: EnvironmentKeys
  guards: GuardSession
  texts: SecretInText
  audit: Audit
  /** The names of the local keys that can use it. */
  localKeysIn: (environmentId: string) => string[]
  /** Told after every change: what the door knows of a key names its environment. */
  forgetPassports: () => void
  events: EventBus
}

/** What a person does to environments. Each change is written down with it, and each refusal. */
export class EnvironmentChanges {
  readonly #options: EnvironmentChangesOptions

  constructor(options: EnvironmentChangesOptions) {
    this.#options = options
  }

  add(fields: EnvironmentFields): Environment {
    const { database, environments, audit } = this.#options
    this.#refuseSecret(fields.name, '')
    const present = environments.list()
    if (present.length >= MOST_ENVIRONMENTS) this.#refuse(fields.name, { reason: 'too_many_environments' })
    this.#refuseTaken(fields.name, present, fields.name)
    const id = database.write(() => {
      audit.record({ action: 'environment_added', ...named(fields.name), detail: asDetail(fields) })
      return environments.insert(fields)
    })
    this.#changed(id)
    return environments.get(id)
  }

  /** Switching the guard on takes an earlier yes back. */
  update(id: string, patch: Patch): Environment {
    const { database, environments, audit, guards } = this.#options
    const before = environments.get(id)
    const changes = differing(before, patch)
    if (changes.name !== undefined) this.#refuseSecret(changes.name, before.name)
    if (Object.keys(changes).length === 0) return before
    const others = environments.list().filter((other) => other.id !== id)
    if (changes.name !== undefined) this.#refuseTaken(changes.name, others, before.name)
    database.write(() => {
      environments.save(id, { ...before, ...changes })
      audit.record({ action: 'environment_changed', ...named(before.name), detail: asDetail(changes) })
    })
    if (changes.guarded) guards.forget(id)
    this.#changed(id)
    return environments.get(id)
  }

  /** Takes every id that there is, each once. */
  reorder(ids: readonly string[]): Environment[] {
    const { database, environments, audit } = this.#options
    const present = new Map(environments.list().map((environment) => [environment.id, environment]))
    const inOrder = ids.map((id) => {
      const environment = present.get(id)
      if (!environment) throw notFound('environment', id)
      return environment
    })
    if (new Set(ids).size !== ids.length || ids.length !== present.size) {
      throw new KeydeckError('INVALID', { field: 'ids', reason: 'not_every_environment' })
    }
    database.write(() => {
      environments.arrange(ids)
      const order = inOrder.map(({ name }) => name).join(', ')
      audit.record({ action: 'environment_changed', subject: '', detail: { order } })
    })
    this.#changed()
    return environments.list()
  }

  /**
   * Its keys, those that can still be restored included, move to another first. Local keys don't: one that may use every
   * key of its environment would come to use those of the other.
   */
  remove(id: string, moveKeysTo: string | undefined): Environment[] {
    const { database, environments, keys, audit, guards, events } = this.#options
    const environment = environments.get(id)
    const target = moveKeysTo === undefined ? null : environments.get(moveKeysTo)
    if (target?.id === id) throw new KeydeckError('INVALID', { field: 'moveKeysTo', reason: 'same_environment' })
    const [next, ...others] = environments.list().filter((one) => one.id !== id)
    if (!next) return this.#refuse(environment.name, { reason: 'last_environment' })
    if (!target && keys.count(id) > 0) this.#refuse(environment.name, { reason: 'environment_has_keys' })
    const localKeys = this.#options.localKeysIn(id)
    if (localKeys.length > 0) {
      this.#refuse(environment.name, { reason: 'environment_has_local_keys' }, { localKeys: localKeys.join(', ') })
    }
    const twice = target ? keys.sharedSecrets(id, target.id) : []
    if (target && twice.length > 0) {
      const detail = { movedTo: target.name, keys: twice.join(', ') }
      this.#refuse(environment.name, { reason: 'duplicate_secret' }, detail)
    }
    const moved = database.write(() => {
      const names = keys.moveAll(environment, target ?? next)
      environments.remove(id)
      environments.arrange([next, ...others].map((one) => one.id))
      const detail = target && names.length > 0 ? { movedTo: target.name, keys: names.join(', ') } : {}
      audit.record({ action: 'environment_removed', ...named(environment.name), detail })
      return names.length
    })
    guards.forget(id)
    this.#changed(id)
    if (moved > 0) events.emit({ type: 'keys' })
    return environments.list()
  }

  /** The person's yes to a guarded environment, until Keydeck ends or the secret store is locked. */
  confirm(id: string): Environment {
    const { environments, audit, guards, events } = this.#options
    const environment = environments.get(id)
    if (environment.confirmed) return environment
    audit.record({ action: 'environment_confirmed', ...named(environment.name) })
    guards.confirm(id)
    events.emit({ type: 'environments', id })
    return environments.get(id)
  }

  /** A key that was pasted as a name is in no row, not even in that of its refusal. */
  #refuseSecret(name: string, subject: string): void {
    try {
      this.#options.texts.refuse({ name })
    } catch (error) {
      const detail = { field: 'name', reason: 'holds_secret' }
      this.#options.audit.record({ action: 'change_refused', ...named(subject), detail })
      throw error
    }
  }

  #refuseTaken(name: string, others: readonly Environment[], subject: string): void {
    if (!others.some((other) => foldedName(other.name) === foldedName(name))) return
    this.#refuse(subject, { reason: 'environment_name_taken' }, { name })
  }

  #refuse(subject: string, data: ErrorData['CONFLICT'], detail: Record<string, string> = {}): never {
    this.#options.audit.record({ action: 'change_refused', ...named(subject), detail: { ...data, ...detail } })
    throw new KeydeckError('CONFLICT', data)
  }

  #changed(id?: string): void {
    this.#options.forgetPassports()
    this.#options.events.emit({ type: 'environments', ...(id ? { id } : {}) })
  }
}

const named = (name: string) => ({ subject: name, environmentName: name })

/** What is given and not so already. */
function differing(before: Environment, patch: Patch): Partial<EnvironmentFields> {
  const now: Record<string, unknown> = { ...before }
  return Object.fromEntries(
    Object.entries(patch).filter(([field, value]) => value !== undefined && value !== now[field]),
  )
}

const asDetail = (fields: object): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, value === null ? 'never' : String(value)]))
