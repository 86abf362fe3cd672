import { type RefObject, useRef, useState } from 'react'
import type { VaultKey } from '../../../../contract/keys.ts'
import { client, orpc, queryClient } from '../../../lib/client.ts'
import { knownError, pick, wordsOf } from '../../../lib/known-error.ts'
import { keysRegenerate as words } from '../../../strings/en/keys-regenerate.ts'
import { type Refusal, refusalOf } from '../add/use-add-key.ts'
import type { KeyRow } from '../types.ts'

/** Where a regeneration stands, by what the key itself says: it goes on after a restart. */
export type RegenerateStage = 'enter' | 'test' | 'old'

/** What is under way, so that only its own button turns. */
export type RegenerateWork = 'start' | 'test' | 'swap' | 'undo' | 'cancel' | 'confirm'

/** The state of a regeneration in its dialog, and what can be done. Each answers whether it was done. */
export interface Regeneration {
  stage: RegenerateStage
  secret: RefObject<HTMLTextAreaElement | null>
  overrideReason: string
  setOverrideReason: (reason: string) => void
  refusal: Refusal | null
  working: RegenerateWork | null
  start: (from: 'field' | 'clipboard') => Promise<boolean>
  test: () => Promise<boolean>
  swap: (anyway: boolean) => Promise<boolean>
  undo: () => Promise<boolean>
  cancel: () => Promise<boolean>
  confirmRevoked: () => Promise<boolean>
}

/** Leads one key through its regeneration. The secret goes from its field into the call, and nowhere else. */
export function useRegenerate({ key, environment }: KeyRow): Regeneration {
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [working, setWorking] = useState<RegenerateWork | null>(null)
  const [overrideReason, setOverrideReason] = useState('')
  const secret = useRef<HTMLTextAreaElement>(null)
  const { id } = key

  const run = async (what: RegenerateWork, work: () => Promise<VaultKey>): Promise<boolean> => {
    if (working) return false
    setRefusal(null)
    setWorking(what)
    try {
      const changed = await work()
      queryClient.setQueryData(orpc.keys.list.queryKey(), (list) =>
        list?.map((one) => (one.id === changed.id ? changed : one)),
      )
      return true
    } catch (error) {
      const next = regenerateRefusal(error, environment.name, what)
      setRefusal(next)
      if (next.at === 'secret') secret.current?.focus()
      return false
    } finally {
      setWorking(null)
    }
  }

  return {
    stage: key.pending ? 'test' : key.previous ? 'old' : 'enter',
    secret,
    overrideReason,
    setOverrideReason,
    refusal,
    working,
    async start(from) {
      const reason = overrideReason.trim()
      const input = { id, ...(reason ? { overrideReason: reason } : {}) }
      const isStored = await run('start', () =>
        from === 'clipboard'
          ? client.keys.regenerate.startFromClipboard(input)
          : // An empty field goes as a space: the core says that nothing stands there.
            client.keys.regenerate.start({ ...input, secret: secret.current?.value || ' ' }),
      )
      if (isStored && secret.current) secret.current.value = ''
      return isStored
    },
    test: () => run('test', () => client.keys.regenerate.test({ id })),
    swap: (anyway) => run('swap', () => client.keys.regenerate.swap({ id, anyway })),
    undo: () => run('undo', () => client.keys.regenerate.undo({ id })),
    cancel: () => run('cancel', () => client.keys.regenerate.cancel({ id })),
    confirmRevoked: () => run('confirm', () => client.keys.regenerate.confirmRevoked({ id })),
  }
}

/** What the core refused, in words; of the secret itself at its field. */
function regenerateRefusal(error: unknown, environmentName: string, what: RegenerateWork): Refusal {
  const known = knownError(error)
  if (known?.code === 'CONFLICT') {
    const text = pick(words.refused, known.reason)
    if (text) return { at: what === 'start' ? 'secret' : 'form', text }
  }
  if (known?.code === 'NOT_FOUND') return { at: 'form', text: words.gone }
  if (known?.code === 'STORE_UNAVAILABLE') return { at: 'form', text: words.storeUnavailable }
  const refusal = refusalOf(error, environmentName)
  return refusal.at === 'form' ? { at: 'form', text: words.failed(wordsOf(error)) } : refusal
}
