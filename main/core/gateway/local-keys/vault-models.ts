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

/** A list that is older may lack a model that came out since. Where a call needs it, a provider is asked no sooner again. */
const AGAIN_MS = 60_000
/** Where no call waits for it: a list that is so old is asked for, and one that doesn't come no sooner again. */
const STALE_MS = 24 * 60 * 60_000
const QUIET_MS = 10 * 60_000
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
  readonly #asking = new Map<string, Promise<void>>()
  readonly #stopWatching: () => void

  constructor(options: { vault: VaultForGateway; events: EventBus; clock: Clock; log: Log }) {
    this.#vault = options.vault
    this.#clock = options.clock
    this.#log = options.log
    this.#stopWatching = options.events.subscribe(({ type, id }) => {
      if (type !== 'keys' && type !== 'environments' && type !== 'providers') return
      this.#keyIds.clear()
      if (id) return void this.#lists.delete(id)
      this.#lists.clear()
      // The secret store may have been unlocked: what could not be asked for may be there now.
      this.#askedAt.clear()
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

  /** Asks the providers of lists that never came or are a day old, without waiting for them. */
  warm(sources: readonly Source[]): void {
    for (const source of sources)
      if (this.#isOver(source, STALE_MS) && this.#isDue(source, QUIET_MS)) void this.#ask(source)
  }

  /**
   * Waits for the providers of lists that never came and, with `old`, of those that may lack what came out since. Null
   * where none is due and none is being asked.
   */
  renew(sources: readonly Source[], { old }: { old: boolean }): Promise<void> | null {
    const asks = sources.flatMap((source) => {
      if (!this.#isOver(source, old ? AGAIN_MS : Number.POSITIVE_INFINITY)) return []
      const running = this.#asking.get(source.passport.keyId)
      return running ?? (this.#isDue(source, AGAIN_MS) ? this.#ask(source) : [])
    })
    return asks.length === 0 ? null : this.#within(Promise.all(asks))
  }

  close(): void {
    this.#stopWatching()
  }

  /** Whether its list never came, or came so long ago. */
  #isOver({ list }: Source, ms: number): boolean {
    return list === null || Math.abs(this.#clock.now() - list.fetchedAt) >= ms
  }

  /** Whether it was last asked so long ago. */
  #isDue({ passport: { keyId, status } }: Source, pauseMs: number): boolean {
    if (status === 'revoked') return false
    const askedAt = this.#askedAt.get(keyId)
    return askedAt === undefined || this.#clock.monotonic() - askedAt >= pauseMs
  }

  /** Never rejects; those who ask while it is being asked wait for the same answer. */
  #ask({ passport: { keyId }, list }: Source): Promise<void> {
    this.#askedAt.set(keyId, this.#clock.monotonic())
    const asked = this.#vault
      .askModels(keyId, list !== null)
      // Deleted meanwhile, as a rule. The call itself is answered by what is known.
      .catch((error: unknown) => this.#log.warn('gateway.models-not-asked', { keyId, kind: errorKind(error) }))
      .finally(() => this.#asking.delete(keyId))
    this.#asking.set(keyId, asked)
    return asked
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
