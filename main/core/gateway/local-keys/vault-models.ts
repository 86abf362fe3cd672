import type { Passport } from '../../door/door-types.ts'
import { errorKind } from '../../error-kind.ts'
import type { EventBus } from '../../event-bus.ts'
import type { Clock, Log } from '../../ports.ts'
import type { VaultForGateway } from '../../vault/gateway-port.ts'
import type { LocalKeyRecord } from './local-key-record.ts'

/** A vault key that a local key may use, and what its provider lists; null where no list ever came. */
export interface Source {
  passport: Passport
  list: ModelSet | null
}

interface ModelSet {
  ids: ReadonlySet<string>
  fetchedAt: number
}

/** A list that is older may lack a model that came out since: then it is asked for again, at most as often. */
const OLD_MS = 10 * 60_000
/** A list that never came is asked for again after this. */
const MISSING_MS = 30_000
/** A call waits no longer for a provider to list its models. */
const ASK_MS = 5_000

/** Which vault keys a local key has, and their models: kept in memory until the vault says that something changed. */
export class VaultModels {
  readonly #vault: VaultForGateway
  readonly #clock: Clock
  readonly #log: Log
  readonly #keyIds = new Map<string, readonly string[]>()
  readonly #lists = new Map<string, ModelSet | null>()
  readonly #askedAt = new Map<string, number>()
  readonly #stopWatching: () => void

  constructor(options: { vault: VaultForGateway; events: EventBus; clock: Clock; log: Log }) {
    this.#vault = options.vault
    this.#clock = options.clock
    this.#log = options.log
    this.#stopWatching = options.events.subscribe(({ type, id }) => {
      if (type !== 'keys' && type !== 'environments' && type !== 'providers') return
      this.#keyIds.clear()
      if (id) this.#lists.delete(id)
      else this.#lists.clear()
    })
  }

  /** In the order to be tried. A key that was moved to another environment is out, whoever named it. */
  of({ environmentId, vaultKeyIds }: LocalKeyRecord): Source[] {
    const ids = vaultKeyIds ?? this.#keyIdsIn(environmentId)
    return ids.flatMap((id) => {
      const passport = this.#vault.passports.find(id)
      return passport?.environment.id === environmentId ? [{ passport, list: this.#listOf(id) }] : []
    })
  }

  /** Asks the providers of lists that are missing or, with `old`, no longer new. Null where none is due. */
  renew(sources: readonly Source[], old: boolean): Promise<void> | null {
    const due = sources.filter((source) => this.#isDue(source, old))
    if (due.length === 0) return null
    return this.#within(Promise.all(due.map(({ passport, list }) => this.#ask(passport.keyId, list !== null))))
  }

  close(): void {
    this.#stopWatching()
  }

  #isDue({ passport, list }: Source, old: boolean): boolean {
    if (passport.status === 'revoked' || (list && !old)) return false
    if (list && Math.abs(this.#clock.now() - list.fetchedAt) < OLD_MS) return false
    const askedAt = this.#askedAt.get(passport.keyId)
    return askedAt === undefined || this.#clock.monotonic() - askedAt >= (list ? OLD_MS : MISSING_MS)
  }

  async #ask(keyId: string, refresh: boolean): Promise<void> {
    this.#askedAt.set(keyId, this.#clock.monotonic())
    try {
      await this.#vault.askModels(keyId, refresh)
    } catch (error) {
      // Deleted meanwhile, as a rule. The call itself is answered by what is known.
      this.#log.warn('gateway.models-not-asked', { keyId, kind: errorKind(error) })
    }
  }

  /** A provider that says nothing must not hold the call up; its list counts when it comes. */
  async #within(work: Promise<unknown>): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const cancel = this.#clock.after(ASK_MS, resolve)
    await Promise.race([work, promise])
    cancel()
  }

  #keyIdsIn(environmentId: string): readonly string[] {
    let ids = this.#keyIds.get(environmentId)
    if (!ids) this.#keyIds.set(environmentId, (ids = this.#vault.keyIds(environmentId)))
    return ids
  }

  #listOf(keyId: string): ModelSet | null {
    const known = this.#lists.get(keyId)
    if (known !== undefined) return known
    const found = this.#vault.models(keyId)
    const list = found && { ids: new Set(found.ids), fetchedAt: found.fetchedAt }
    this.#lists.set(keyId, list)
    return list
  }
}
