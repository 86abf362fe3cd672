import type { StoredSecrets } from '../stored-secrets.ts'
import { KeyAdding } from './adding.ts'
import { KeyChanging } from './changing.ts'
import { KeyDeleting } from './deleting.ts'
import { SecretEntering } from './entering.ts'
import type { KeyParts } from './key-parts.ts'
import { KeyListing } from './listing.ts'
import { KeyRegenerating } from './regenerating.ts'
import { KeyRevoking } from './revoking.ts'
import { SameSecrets } from './same-secret.ts'
import { SecretInText } from './secret-in-text.ts'
import { SecretWriting } from './secret-writing.ts'
import { SecretSwapping } from './swapping.ts'

/** Every act of a key's life, for `create-vault.ts` to hand to the parts of the vault that need one. */
export interface KeyLife {
  readonly listing: KeyListing
  readonly adding: KeyAdding
  readonly changing: KeyChanging
  readonly revoking: KeyRevoking
  readonly deleting: KeyDeleting
  readonly regenerating: KeyRegenerating
  readonly same: SameSecrets
  readonly texts: SecretInText
  /** Told when the secret store changes: one that is chosen after memory takes over what lies there. */
  followStore(): void
}

/** Puts the acts together. */
export function createKeys(
  parts: KeyParts,
  outside: {
    storedSecrets: StoredSecrets
    testPending: (id: string) => Promise<unknown>
    onSwapped: (id: string) => void
  },
): KeyLife {
  const { storeStatus, sightings } = parts
  const listing = new KeyListing(parts)
  const same = new SameSecrets(parts)
  const texts = new SecretInText({ fingerprint: parts.fingerprint, same })
  const writing = new SecretWriting(parts)
  const tools = { same, texts, writing, listing }
  return {
    listing,
    same,
    texts,
    adding: new KeyAdding(parts, tools),
    changing: new KeyChanging(parts, tools),
    revoking: new KeyRevoking(parts, tools),
    deleting: new KeyDeleting(parts, tools),
    regenerating: new KeyRegenerating(parts, {
      listing,
      entering: new SecretEntering(parts, tools),
      swapping: new SecretSwapping(parts),
      test: outside.testPending,
      onSwapped: outside.onSwapped,
    }),
    followStore() {
      const { kind, state } = storeStatus()
      if (state !== 'ready' || kind === null || kind === 'memory') return
      outside.storedSecrets.leaveMemory(sightings.seen(), kind)
    },
  }
}
