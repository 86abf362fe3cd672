import type { VaultKey } from '../../../contract/keys.ts'
import type { KeyUse } from '../calls/uses-types.ts'

/** A key as the rules see it: its whole fingerprint, as eight digits could be two secrets' by chance. */
export type KeyEvidence = Omit<VaultKey, 'fingerprint'> & {
  /** Of the secret in use; empty where there is none. */
  fingerprint: string
  /** When it came into this vault: an import keeps the day on which the key was made elsewhere. */
  enteredAt: number
}

/** A line that was taken out of a file and is kept until the person lets it go. */
export interface RemovedLineEvidence {
  id: string
  keyId: string
  removedAt: number
}

/** All that the rules of the checkup look at. */
export interface Evidence {
  now: number
  keys: readonly KeyEvidence[]
  uses: readonly KeyUse[]
  removedLines: readonly RemovedLineEvidence[]
}
