import type { SecretStoreStatus, StoreMoveProgress } from '../../../../contract/secret-store.ts'
import { errorKind } from '../../error-kind.ts'
import { KeydeckError } from '../../keydeck-error.ts'
import { type Step, UnreadableSecretsError } from './copy-secrets.ts'
import type { EncryptedFileStore } from './encrypted-file-store.ts'
import { type Exchanged, exchangeStores } from './exchange-stores.ts'
import { clearLeftovers, unfinishedMove } from './leftovers.ts'
import { type MoveChoice, openMoveTarget } from './move-target.ts'
import type { NewStore } from './new-store.ts'
import type { OsKeychainStore } from './os-keychain-store.ts'
import { ProgressFeed } from './progress-feed.ts'
import { type SecretStore, SecretStoreError } from './secret-store.ts'
import { storeUnavailable } from './store-errors.ts'
import type { SecretStoreChoice, StoreKeeper } from './store-keeper.ts'
import type { StoreParts } from './store-parts.ts'
import type { WriteGate } from './write-gate.ts'

type Feed = ProgressFeed<StoreMoveProgress>

const going = { state: null, reason: null, unreadable: [] }
const unheard = () => undefined

/**
 * Moves every secret from one store to the other. Until one transaction exchanges them, the old store is in charge and
 * calls read from it; only then is it cleared. `docs/secret-store.md` tells it step by step.
 */
export class StoreMover {
  readonly #parts: StoreParts
  readonly #keeper: StoreKeeper
  readonly #gate: WriteGate
  readonly #stop = Promise.withResolvers<never>()
  #isStopped = false
  #running: Promise<unknown> | null = null

  constructor(parts: StoreParts, keeper: StoreKeeper, gate: WriteGate) {
    this.#parts = parts
    this.#keeper = keeper
    this.#gate = gate
    this.#stop.promise.catch(unheard)
  }

  refuseWhileRunning(): void {
    if (this.#running) throw new KeydeckError('CONFLICT', { reason: 'move_running' })
  }

  /** Rejects where the move can't begin. What comes after is told by the stream, and goes on without a watcher. */
  async move(choice: SecretStoreChoice): Promise<AsyncGenerator<StoreMoveProgress>> {
    this.refuseWhileRunning()
    const feed: Feed = new ProgressFeed()
    const begun = Promise.withResolvers<void>()
    const moved = this.#whatIsMoved(choice)
    const work = moved ? this.#finish(moved, feed) : this.#run(this.#refuse(choice), feed, begun.resolve)
    if (moved) begun.resolve()
    void this.#alone(work)
      .catch(begun.reject)
      .finally(() => feed.end())
    await begun.promise
    return feed.watch()
  }

  /** Leaves an unfinished move where it is, and removes what it copied, now or at a later start. */
  async giveUp(): Promise<SecretStoreStatus> {
    this.refuseWhileRunning()
    const { register, status } = this.#parts
    const { move, leftovers } = register.record
    const left = move ? { in: move.to, items: move.items } : leftovers?.told ? leftovers : null
    if (!left) throw new KeydeckError('CONFLICT', { reason: 'no_move' })
    register.save({ move: null, leftovers: { ...left, told: false } })
    await this.#alone(clearLeftovers(this.#parts, { mayAsk: true, step: this.#step, tell: unheard }))
    return status.current
  }

  /**
   * Removes what a move left behind, once the store in charge has shown that it is well. `mayAsk`: the person waits for
   * it, so the system may put a prompt before them. Never rejects.
   */
  async clearPending(mayAsk: boolean): Promise<void> {
    const { register, status } = this.#parts
    if (this.#running || !register.record.leftovers || status.current.state !== 'ready') return
    await this.#alone(clearLeftovers(this.#parts, { mayAsk, step: this.#step, tell: unheard }))
  }

  /** Says in the status what is unfinished. */
  tell(): void {
    const interruptedMove = unfinishedMove(this.#parts.register, this.#running !== null)
    this.#parts.status.update({ interruptedMove })
  }

  /** Stops where it stands. What is left is done after the next start. */
  async stop(): Promise<void> {
    this.#isStopped = true
    this.#stop.reject(new StoppedError())
    await this.#running?.catch(unheard)
  }

  /** How many secrets an earlier move brought to this store, where all that is left is to clear the other. */
  #whatIsMoved({ kind }: SecretStoreChoice): Exchanged | null {
    const { record } = this.#parts.register
    if (record.kind !== kind || !record.leftovers?.told) return null
    const total = this.#parts.secrets.list().length
    return { moved: total, total }
  }

  #refuse(choice: SecretStoreChoice): MoveChoice {
    const { register, status } = this.#parts
    const refuse = (reason: string) => new KeydeckError('CONFLICT', { reason })
    if (status.current.state !== 'ready') throw storeUnavailable(status.error())
    if (choice.kind === 'memory') throw refuse('target_not_persistent')
    if (register.record.kind === 'memory') throw refuse('moves_by_choosing')
    if (register.record.kind === choice.kind) throw refuse('same_store')
    return choice
  }

  async #alone<Result>(running: Promise<Result>): Promise<Result> {
    this.#running = running
    this.tell()
    try {
      return await running
    } finally {
      this.#running = null
      this.tell()
    }
  }

  async #run(choice: MoveChoice, feed: Feed, onBegun: () => void): Promise<void> {
    const done = await this.#gate.alone(async () => {
      const from = this.#keeper.readyStore()
      const target = await openMoveTarget(this.#parts, choice, this.#step)
      onBegun()
      this.tell()
      const exchanged = await this.#exchange(from, target, choice, feed)
      return exchanged && { ...exchanged, from }
    })
    if (done) await this.#finish(done, feed, done.from as OsKeychainStore | EncryptedFileStore)
  }

  async #exchange(from: SecretStore, target: NewStore, choice: MoveChoice, feed: Feed): Promise<Exchanged | null> {
    const { shelf, secrets, log } = this.#parts
    const at = { done: 0, total: 0 }
    const tell = (phase: StoreMoveProgress['phase'], done: number, total: number) => {
      Object.assign(at, { done, total })
      feed.push({ phase, done, total, ...going })
    }
    try {
      return await exchangeStores(this.#parts, { keeper: this.#keeper, from, target, choice, step: this.#step, tell })
    } catch (error) {
      await shelf.close(target.store)
      log.warn('secret-store.move-failed', { kind: errorKind(error) })
      const unreadable = error instanceof UnreadableSecretsError ? secrets.namesOf(error.ids) : []
      feed.push({ phase: 'failed', ...at, ...causeOf(error), unreadable })
      return null
    }
  }

  /** Clears the old store. What can't be removed now waits, and is said. */
  async #finish({ moved, total }: Exchanged, feed: Feed, store?: OsKeychainStore | EncryptedFileStore): Promise<void> {
    const tell = (done: number, all: number) => feed.push({ phase: 'clearing', done, total: all, ...going })
    const how = { mayAsk: true, step: this.#step, tell, ...(store ? { store } : {}) }
    const cause = await clearLeftovers(this.#parts, how)
    feed.push({ phase: 'done', done: moved, total, ...going, ...(cause ? causeOf(cause) : {}) })
  }

  readonly #step: Step = (work) => (this.#isStopped ? this.#stop.promise : Promise.race([work, this.#stop.promise]))
}

/** Keydeck quits: no step follows. */
class StoppedError extends Error {
  override readonly name = 'StoppedError'
}

function causeOf(error: unknown): Pick<StoreMoveProgress, 'state' | 'reason'> {
  if (error instanceof UnreadableSecretsError) return { state: 'ready', reason: 'foreign_data' }
  if (error instanceof SecretStoreError) return { state: error.state, reason: error.reason }
  return { state: 'unavailable', reason: 'unknown' }
}
