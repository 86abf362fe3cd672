import { playground } from '../../../strings/en/playground.ts'
import type { ConversationSummary } from '../types.ts'

const words = playground.list
const DAY = 86_400_000

export interface ConversationGroup {
  heading: string
  conversations: ConversationSummary[]
}

/** Conversations under today, yesterday, the last seven days, and older; the order within stays. */
export function conversationGroups(
  conversations: readonly ConversationSummary[],
  now: number = Date.now(),
): ConversationGroup[] {
  const midnight = new Date(now)
  midnight.setHours(0, 0, 0, 0)
  const today = midnight.getTime()
  const groups: ConversationGroup[] = [
    { heading: words.today, conversations: [] },
    { heading: words.yesterday, conversations: [] },
    { heading: words.lastDays, conversations: [] },
    { heading: words.older, conversations: [] },
  ]
  for (const conversation of conversations) {
    const at = conversation.updatedAt
    const group = at >= today ? 0 : at >= today - DAY ? 1 : at >= today - 7 * DAY ? 2 : 3
    groups[group]!.conversations.push(conversation)
  }
  return groups.filter((group) => group.conversations.length > 0)
}
