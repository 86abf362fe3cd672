import type { LiveAnswer } from '../live/live-answer.ts'
import type { Message } from '../types.ts'
import { Answer } from './answer.tsx'
import type { ConversationModel } from './conversation-model.ts'
import { Question } from './question.tsx'

export interface MessageViewProps {
  model: ConversationModel
  message: Message
  live: LiveAnswer | null
  /** Asks the question of this turn again, beside the first answer. Null while an answer streams. */
  onAskAgain: ((message: Message) => void) | null
  onStop: () => void
}

/** One turn. */
export function MessageView({ model, message, live, onAskAgain, onStop }: MessageViewProps) {
  if (message.role === 'user') return <Question message={message} onAskAgain={onAskAgain} />
  return <Answer message={message} live={live} split={model.splitOf(message)} onTryAgain={onAskAgain} onStop={onStop} />
}
