import { useMemo, useState } from 'react'
import type { VaultKey } from '../../../contract/keys.ts'
import type { Provider } from '../../../contract/providers.ts'
import { client, orpc, queryClient } from '../../lib/client.ts'
import { keysInUse, type Rebinding, rebindingOf } from './binding.ts'
import { changedFields, changesOf, type Draft, type DraftField, toDraft, withoutBlanks } from './draft.ts'
import { fieldOf, findMistakes, type Mistakes, refusalOf } from './mistakes.ts'

const none: Mistakes = {}

/** The state of a provider's form, and how it is saved. */
export interface ProviderForm {
  draft: Draft
  change: (part: Partial<Draft>) => void
  mistakes: Mistakes
  /** The fields that differ from what is kept, in their order. */
  changed: readonly DraftField[]
  isBusy: boolean
  /** It was saved, and nothing was changed since. */
  isSaved: boolean
  /** Keys that would ask for their secret anew, and why, while the person is asked about it. */
  moving: { keys: readonly VaultKey[]; why: Rebinding } | null
  /** Answers what is wrong; nothing where it was saved. Keys move to a new address only with `isMoveAllowed`. */
  save: (isMoveAllowed?: boolean) => Promise<Mistakes>
  stay: () => void
  discard: () => void
}

/** What the person typed lies over what the core says, so that a change elsewhere is not undone by a save here. */
export function useProviderForm(provider: Provider, keys: readonly VaultKey[]): ProviderForm {
  const [edits, setEdits] = useState<Partial<Draft>>({})
  const [mistakes, setMistakes] = useState<Mistakes>(none)
  const [isBusy, setIsBusy] = useState(false)
  const [isSaved, setIsSaved] = useState(false)
  const [moving, setMoving] = useState<ProviderForm['moving']>(null)
  const draft = useMemo(() => ({ ...toDraft(provider), ...edits }), [provider, edits])
  const changed = useMemo(() => changedFields(draft, provider), [draft, provider])

  const change = (part: Partial<Draft>) => {
    setIsSaved(false)
    setEdits((before) => ({ ...before, ...part }))
    setMistakes((before) => {
      const rest = Object.entries(before).filter(([place]) => place !== 'form' && !(fieldOf(place) in part))
      return Object.fromEntries(rest)
    })
  }

  const save = async (isMoveAllowed = false) => {
    if (isBusy || changed.length === 0) return none
    const ready = withoutBlanks(draft)
    const found = findMistakes(ready)
    setEdits(pickOf(ready, changed))
    setMistakes(found)
    if (Object.keys(found).length > 0) return found
    const why = rebindingOf(ready, provider)
    const asking = keysInUse(keys)
    if (!isMoveAllowed && why !== null && asking.length > 0) {
      setMoving({ keys: asking, why })
      return none
    }
    setMoving(null)
    setIsBusy(true)
    try {
      const saved = await client.providers.update({ id: provider.id, changes: changesOf(ready, provider) })
      queryClient.setQueryData(orpc.providers.list.queryKey(), (list) =>
        list?.map((one) => (one.id === saved.id ? saved : one)),
      )
      setEdits({})
      setIsSaved(true)
      return none
    } catch (error) {
      const refused = refusalOf(error)
      setMistakes(refused)
      return refused
    } finally {
      setIsBusy(false)
    }
  }

  return {
    draft,
    change,
    mistakes,
    changed,
    isBusy,
    isSaved,
    moving,
    save,
    stay: () => setMoving(null),
    discard: () => {
      setIsSaved(false)
      setEdits({})
      setMistakes(none)
    },
  }
}

function pickOf(draft: Draft, fields: readonly DraftField[]): Partial<Draft> {
  return Object.fromEntries(fields.map((field) => [field, draft[field]]))
}
