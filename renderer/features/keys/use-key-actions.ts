import { client, orpc, queryClient } from '../../lib/client.ts'
import { knownError, wordsOf } from '../../lib/known-error.ts'
import { useOpenPlayground } from '../../lib/use-open-playground.ts'
import { keys as words } from '../../strings/en/keys.ts'
import { useToast } from '../../ui/toast.tsx'
import { checkKey } from './checking.ts'
import type { KeyRow } from './types.ts'

/** What can be done with a key. What fails is said in a toast; a failed check is a result, not a failure. */
export function useKeyActions() {
  const toast = useToast()
  const openPlayground = useOpenPlayground()

  const restore = async (id: string, name: string) => {
    try {
      await client.keys.restore({ id })
      toast({ title: words.remove.restored(name) })
    } catch (error) {
      const known = knownError(error)
      const text =
        known?.code === 'NOT_FOUND'
          ? words.remove.tooLate
          : known?.reason === 'duplicate_secret' || known?.reason === 'duplicate_old_secret'
            ? words.remove.duplicate
            : wordsOf(error)
      toast({ kind: 'error', title: words.remove.restoreFailed(name), text })
    }
  }

  return {
    async check(id: string): Promise<void> {
      try {
        await checkKey(id)
      } catch (error) {
        if (knownError(error)?.code === 'NOT_FOUND') return
        toast({ kind: 'error', title: words.check.failed, text: wordsOf(error) })
      }
    },
    async remove({ key }: KeyRow): Promise<void> {
      try {
        await client.keys.delete({ id: key.id })
      } catch (error) {
        if (knownError(error)?.code === 'NOT_FOUND') return
        toast({ kind: 'error', title: words.remove.failed(key.name), text: wordsOf(error) })
        return
      }
      queryClient.setQueryData(orpc.keys.list.queryKey(), (list) => list?.filter((one) => one.id !== key.id))
      toast({
        title: words.remove.done(key.name),
        text: key.hasSecret ? words.remove.text : words.remove.textWithoutSecret,
        action: {
          text: words.remove.undo,
          run: () => void restore(key.id, key.name),
        },
      })
    },
    /** Opens the playground with this key chosen. */
    async ask({ key }: KeyRow): Promise<void> {
      await openPlayground(key)
    },
  }
}
