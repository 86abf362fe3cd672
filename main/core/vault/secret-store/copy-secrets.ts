import { sameText } from './secret-envelope.ts'
import { isItemFault, OriginMismatchError, type SecretRef, type SecretStore, SecretStoreError } from './secret-store.ts'

/** Lets one step after the other through, and none once the move is to stop. */
export type Step = <Result>(work: Promise<Result>) => Promise<Result>

/** What copying needs: both stores, the items, and whom to tell. */
export interface Copying {
  readonly from: Pick<SecretStore, 'get'>
  readonly to: Pick<SecretStore, 'get' | 'set' | 'delete'>
  readonly refs: readonly SecretRef[]
  readonly step: Step
  readonly tell: (done: number) => void
}

/** Items that the store can't hand out, though it answers for others. */
export class UnreadableSecretsError extends Error {
  readonly ids: readonly string[]

  constructor(ids: readonly string[]) {
    super(`${ids.length} secrets can't be read.`)
    this.name = 'UnreadableSecretsError'
    this.ids = ids
  }
}

/** Copies every secret; the target reads each back. Goes through all of them before it says which can't be read. */
export async function copySecrets({ from, to, refs, step, tell }: Copying): Promise<void> {
  const unreadable: string[] = []
  for (const [index, ref] of refs.entries()) {
    const secret = await step(from.get(ref)).catch((error: unknown) => {
      if (!isUnreadable(error)) throw error
      unreadable.push(ref.recordId)
      return null
    })
    // Where the store has none there is nothing to lose: an add that never finished, or a secret that was gone before.
    if (secret !== null) await step(to.set(ref, secret))
    tell(index + 1)
  }
  if (unreadable.length > 0) throw new UnreadableSecretsError(unreadable)
}

/** Reads every secret from both stores once more. Answers which items the target holds; rejects if any differs. */
export async function compareSecrets({ from, to, refs, step, tell }: Copying): Promise<string[]> {
  const held: string[] = []
  for (const [index, ref] of refs.entries()) {
    const secret = await step(from.get(ref))
    const copy = await step(to.get(ref))
    if (secret !== null && (copy === null || !sameText(secret, copy)))
      throw new SecretStoreError('unavailable', 'foreign_data')
    if (copy !== null) held.push(ref.recordId)
    tell(index + 1)
  }
  return held
}

function isUnreadable(error: unknown): boolean {
  return error instanceof OriginMismatchError || (error instanceof SecretStoreError && isItemFault(error))
}
