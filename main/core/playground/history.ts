import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions'
import type { Message } from '../../../contract/playground.ts'

/** One turn as a branch needs it. */
export type Turn = Pick<Message, 'id' | 'parentId' | 'role' | 'text'>

/** The branch that ends at `leafId`, from its first turn on. A parent that is missing ends it. */
export function branchTo<Any extends { id: string; parentId: string | null }>(
  turns: readonly Any[],
  leafId: string | null,
): Any[] {
  const byId = new Map(turns.map((turn) => [turn.id, turn]))
  const branch: Any[] = []
  for (let id = leafId; id !== null; ) {
    const turn = byId.get(id)
    if (!turn) break
    byId.delete(id)
    branch.push(turn)
    id = turn.parentId
  }
  return branch.toReversed()
}

/** What is sent as `messages`. An empty system prompt and an answer of which nothing came are absent. */
export function requestMessages(system: string, branch: readonly Turn[]): ChatCompletionMessageParam[] {
  const messages: ChatCompletionMessageParam[] = []
  if (system.trim() !== '') messages.push({ role: 'system', content: system })
  for (const turn of branch) {
    if (turn.role === 'assistant' && turn.text === '') continue
    messages.push({ role: turn.role, content: turn.text })
  }
  return messages
}
