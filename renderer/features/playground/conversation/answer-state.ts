import { playground } from '../../../strings/en/playground.ts'
import type { Message } from '../types.ts'

const words = playground.message

/** How an answer ended, in words; null where there is nothing to say. */
export function stateWords(message: Message): string | null {
  const isEmpty = message.text === ''
  switch (message.state) {
    case 'stopped':
      return isEmpty ? words.stoppedEmpty : words.stopped
    case 'truncated':
      return isEmpty ? words.truncatedEmpty : words.truncated
    case 'ok':
      return isEmpty ? words.emptyAnswer : null
    case 'error':
    case 'running':
    case null:
      return null
  }
}

/** A cut-off answer says so below its text; the same again as an error would be twice. */
export function isSaidByState(message: Message): boolean {
  return message.state === 'truncated' && message.text !== '' && message.error?.code === 'upstream_truncated'
}
