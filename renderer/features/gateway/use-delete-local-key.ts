import type { LocalKey } from '../../../contract/local-keys.ts'
import { client, orpc, queryClient } from '../../lib/client.ts'
import { knownError } from '../../lib/known-error.ts'
import { localKeys } from '../../strings/en/local-keys.ts'
import { useToast } from '../../ui/toast.tsx'
import { refusalWords } from './refusal-words.ts'

const words = localKeys.remove

/** Deletes a local key at once, with a way back for some seconds. */
export function useDeleteLocalKey(): (key: Pick<LocalKey, 'id' | 'name'>) => Promise<void> {
  const toast = useToast()
  const restore = async ({ id, name }: Pick<LocalKey, 'id' | 'name'>) => {
    try {
      await client.gateway.localKeys.restore({ id })
      toast({ title: words.restored(name) })
    } catch (error) {
      const text = knownError(error)?.code === 'NOT_FOUND' ? words.tooLate : refusalWords(error)
      toast({ kind: 'error', title: words.restoreFailed(name), text })
    }
  }
  return async (key) => {
    try {
      await client.gateway.localKeys.delete({ id: key.id })
    } catch (error) {
      if (knownError(error)?.code === 'NOT_FOUND') return
      toast({ kind: 'error', title: words.failed(key.name), text: refusalWords(error) })
      return
    }
    queryClient.setQueryData(orpc.gateway.localKeys.list.queryKey(), (list) => list?.filter(({ id }) => id !== key.id))
    toast({
      title: words.done(key.name),
      text: words.text,
      action: { text: words.undo, run: () => void restore(key) },
    })
  }
}
