import type { Picks } from './conversation/conversation-model.ts'
import type { Conversation, VaultKey } from './types.ts'

export interface PickSources {
  /** What the person chose here since the last question. */
  chosen: Partial<Picks>
  /** What the conversation remembers; null for a new one. */
  conversation: Pick<Conversation, 'environmentId' | 'keyId' | 'model' | 'system'> | null
  /** What was last used anywhere. */
  last: { keyId: string | null; model: string | null }
  /** The environment of the frame's switch; null is all. */
  frameEnvironmentId: string | null
  keys: readonly VaultKey[]
  /** In the person's order. */
  environmentIds: readonly string[]
}

/** What the next question is asked with: the person's choice, else what the conversation remembers, else what was last used. */
export function resolvePicks(sources: PickSources): Picks {
  const { chosen, conversation, last, frameEnvironmentId, keys } = sources
  // An environment that was removed is nobody's choice any more.
  const present = (id: string | null | undefined) => (id && sources.environmentIds.includes(id) ? id : undefined)
  const usable = keys.filter((key) => key.status === 'active')
  const wanted = chosen.keyId ?? conversation?.keyId ?? (chosen.environmentId ? null : last.keyId)
  const remembered = usable.find((key) => key.id === wanted)
  const environmentId =
    present(chosen.environmentId) ??
    present(conversation?.environmentId) ??
    present(frameEnvironmentId) ??
    remembered?.environmentId ??
    usable[0]?.environmentId ??
    sources.environmentIds[0] ??
    null
  const key =
    remembered && remembered.environmentId === environmentId
      ? remembered
      : bestKey(usable, environmentId, keys.find((one) => one.id === wanted)?.providerId)
  return {
    environmentId,
    keyId: key?.id ?? null,
    model: chosen.model ?? conversation?.model ?? last.model ?? '',
    system: chosen.system ?? conversation?.system ?? '',
  }
}

/** A key of this environment: of the same provider where there is one, else the one that was used last. */
function bestKey(keys: readonly VaultKey[], environmentId: string | null, providerId: string | undefined) {
  const here = keys.filter((key) => key.environmentId === environmentId)
  return (
    here.find((key) => key.providerId === providerId) ??
    here.toSorted((one, other) => (other.lastUsedAt ?? 0) - (one.lastUsedAt ?? 0))[0]
  )
}
