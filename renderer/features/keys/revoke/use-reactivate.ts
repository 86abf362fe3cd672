import type { VaultKey } from '../../../../contract/keys.ts'
import { client } from '../../../lib/client.ts'
import { knownError, pick, wordsOf } from '../../../lib/known-error.ts'
import { keysRegenerate } from '../../../strings/en/keys-regenerate.ts'
import { useToast } from '../../../ui/toast.tsx'

/** Takes a revoke back, and says why where that can't be. */
export function useReactivate(): (key: Pick<VaultKey, 'id' | 'name'>) => Promise<void> {
  const toast = useToast()
  const words = keysRegenerate.revoke
  return async ({ id, name }) => {
    try {
      await client.keys.reactivate({ id })
      toast({ title: words.reactivated(name) })
    } catch (error) {
      const known = knownError(error)
      const text = known ? pick(keysRegenerate.refused, known.reason) : null
      toast({ kind: 'error', title: words.reactivateFailed(name), text: text ?? wordsOf(error) })
    }
  }
}
