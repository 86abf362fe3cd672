import { useMutation } from '@tanstack/react-query'
import { orpc, queryClient } from '../../lib/client.ts'
import type { Environment } from '../../lib/use-environments.ts'
import { environments as words } from '../../strings/en/environments.ts'
import { ui } from '../../strings/en/ui.ts'
import { useToast } from '../../ui/toast.tsx'
import { refusalWords } from './refusal-words.ts'

/** What a person may change of an environment. */
export type Changes = Partial<Pick<Environment, 'name' | 'colour' | 'shape' | 'guarded' | 'rotateAfterDays'>>

const listKey = orpc.environments.list.queryKey()
const showList = (change: (list: Environment[]) => Environment[]) => {
  // A list that is on its way is from before this.
  void queryClient.cancelQueries({ queryKey: listKey })
  queryClient.setQueryData(listKey, (list) => list && change(list))
}
const askAgain = () => queryClient.invalidateQueries({ queryKey: listKey })

/** Changes environments: shown at once, and as the core has them when it refuses. */
export function useEnvironmentChanges() {
  const toast = useToast()
  const fail = (error: unknown) => {
    void askAgain()
    toast({ kind: 'error', id: 'environments', title: words.failed, text: refusalWords(error) })
  }
  const updating = useMutation(orpc.environments.update.mutationOptions())
  const ordering = useMutation(orpc.environments.reorder.mutationOptions({ onError: fail }))

  const update = async (environment: Environment, changes: Changes) => {
    const { id, name } = environment
    showList((list) => list.map((one) => (one.id === id ? { ...one, ...changes } : one)))
    try {
      await updating.mutateAsync({ id, changes })
      if (changes.guarded !== false) return
      const guardAgain = () => void update(environment, { guarded: true })
      toast({ title: words.unguarded(name), action: { text: ui.undo, run: guardAgain } })
    } catch (error) {
      fail(error)
    }
  }

  return {
    update: (environment: Environment, changes: Changes) => void update(environment, changes),
    /** Answers why not; null where it has the name now. */
    rename: async ({ id }: Environment, name: string): Promise<string | null> => {
      if (name === '') return words.refusals.name
      try {
        const renamed = await updating.mutateAsync({ id, changes: { name } })
        showList((list) => list.map((one) => (one.id === id ? renamed : one)))
        return null
      } catch (error) {
        return refusalWords(error)
      }
    },
    /** Answers its new place, from 1 on; null at the end of the list. */
    move(this: void, { id }: Environment, by: -1 | 1): number | null {
      // What is drawn may be a keystroke behind.
      const list = queryClient.getQueryData(listKey) ?? []
      const from = list.findIndex((environment) => environment.id === id)
      const moving = list[from]
      const to = from + by
      if (!moving || to < 0 || to >= list.length) return null
      const ordered = list.toSpliced(from, 1).toSpliced(to, 0, moving)
      showList(() => ordered)
      ordering.mutate({ ids: ordered.map((environment) => environment.id) })
      return to + 1
    },
  }
}
