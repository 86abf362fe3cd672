import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { orpc } from '../../../lib/client.ts'
import { playground } from '../../../strings/en/playground.ts'
import type { ConversationModel, ConversationSnapshot } from './conversation-model.ts'

/**
 * The title as it is now, and a fresh copy of the conversation where another page has written to it. The list's first
 * lines are asked again at each change in the core; a whole conversation only when its count says it must.
 */
export function useOutsideChanges(model: ConversationModel, snapshot: ConversationSnapshot): string {
  const newest = useQuery(orpc.playground.conversations.list.queryOptions({ input: { limit: 100 } })).data
  const summary = newest?.conversations.find((one) => one.id === model.id)
  const count = summary?.messages
  useEffect(() => {
    if (count === undefined || model.isBusy || snapshot.status !== 'open') return
    if (count !== snapshot.total) void model.load()
  }, [count, model, snapshot.status, snapshot.total])
  return summary?.title ?? snapshot.conversation?.title ?? playground.newTitle
}
