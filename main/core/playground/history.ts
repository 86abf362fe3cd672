import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions'
import type { Message } from '../../../contract/playground.ts'

/** One turn as a branch needs it. */
export type Turn = Pick<Message, 'id' | 'parentId' | 'role' | 'text'>

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
