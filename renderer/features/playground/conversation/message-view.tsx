import type { Message } from '../types.ts'
import { Answer } from './answer.tsx'
import { Question } from './question.tsx'

export interface MessageViewProps {
  message: Message
  /** Asks the question of this turn again, beside the first answer. Null while an answer streams. */
  onAskAgain: ((message: Message) => void) | null
}

/** One finished turn. */
export function MessageView({ message, onAskAgain }: MessageViewProps) {
  return message.role === 'user' ? (
    <Question message={message} onAskAgain={onAskAgain} />
  ) : (
    <Answer message={message} onTryAgain={onAskAgain} />
  )
}
