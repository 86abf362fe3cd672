import type { StoreMoveProgress } from '../../../../contract/secret-store.ts'
import { compareSecrets, copySecrets, type Step } from './copy-secrets.ts'
import { EncryptedFileStore } from './encrypted-file-store.ts'
import type { MoveChoice } from './move-target.ts'
import { type NewStore, patient } from './new-store.ts'
import type { KeychainAccess } from './os-keychain-store.ts'
import { isItemFault, type SecretRef, type SecretStore, SecretStoreError } from './secret-store.ts'
import { readSentinel } from './sentinel.ts'
import type { StoreKeeper } from './store-keeper.ts'
import type { StoreParts } from './store-parts.ts'
import type { PersistentKind } from './store-state.ts'

/** What an exchange needs besides the parts. */
export interface Exchange {
  readonly keeper: StoreKeeper
  readonly from: SecretStore
  readonly target: NewStore
  readonly choice: MoveChoice
  readonly step: Step
  readonly tell: (phase: StoreMoveProgress['phase'], done: number, total: number) => void
}

/** How many secrets the new store holds, of how many that were asked for. */
export interface Exchanged {
  readonly moved: number
  readonly total: number
}

/** Copies every secret, compares all of them, and puts the target in charge. Where it rejects, the old store still is. */
export async function exchangeStores(parts: StoreParts, exchange: Exchange): Promise<Exchanged> {
  const { keeper, from, target, choice, step, tell } = exchange
  const refs = parts.secrets.list()
  const to = patient(target.store)
  const copying = { from: watched(from, keeper), to, refs, step }
  tell('copying', 0, refs.length)
  await dropStale(parts, to, refs, step)
  await copySecrets({ ...copying, tell: (done) => tell('copying', done, refs.length) })
  tell('verifying', 0, refs.length)
  // Only a passphrase that opens the file is proof that the person can open it tomorrow.
  if (target.store instanceof EncryptedFileStore && choice.kind === 'encrypted-file')
    await step(target.store.unlock(choice.passphrase))
  const held = await compareSecrets({ ...copying, tell: (done) => tell('verifying', done, refs.length) })
  const reading = await step(readSentinel(to, target.sentinelHash))
  if (reading !== 'equal') throw new SecretStoreError('mismatch', 'replaced')
  await putInCharge(parts, exchange, held)
  return { moved: held.length, total: refs.length }
}

async function putInCharge({ register, secrets, audit }: StoreParts, exchange: Exchange, held: string[]) {
  const { keeper, from, target } = exchange
  const old = from.kind as PersistentKind
  const { kind } = target.store
  const leftovers = { in: old, items: register.record.move?.items ?? [], told: true }
  const change = { sentinelHash: target.sentinelHash, move: null, leftovers }
  await keeper.takeOver(from, target.store, change, () => {
    secrets.markMoved(old, kind)
    secrets.leaveMemory(held, kind)
    audit.record('store_moved', kind, { detail: { from: old, secrets: String(held.length) } })
  })
}

/** Of an interrupted move: what no row names any more. */
async function dropStale(
  { register }: StoreParts,
  to: KeychainAccess,
  refs: readonly SecretRef[],
  step: Step,
): Promise<void> {
  const named = new Set(refs.map(({ recordId }) => recordId))
  for (const recordId of register.record.move?.items ?? [])
    if (!named.has(recordId)) await step(to.delete({ recordId, origin: '' }))
}

/** Reads from the store in charge, and keeps its status true by what that meets. */
function watched(store: SecretStore, keeper: StoreKeeper): Pick<SecretStore, 'get'> {
  return {
    get: (ref) =>
      patient(store)
        .get(ref)
        .catch((error: unknown) => {
          if (error instanceof SecretStoreError && !isItemFault(error)) keeper.noteFailure(store, error)
          throw error
        }),
  }
}
