import { keysAdd as words } from '../../../strings/en/keys-add.ts'
import type { ToastMessage } from '../../../ui/toast-desk.ts'
import type { Added } from './use-add-key.ts'

/** What is said after a key was added: what was taken off, and what looks odd. Nothing where nothing was. */
export function addedWords({
  notes,
  provider,
}: Pick<Added, 'notes' | 'provider'>): Pick<ToastMessage, 'text' | 'kind'> {
  const taken = notes.flatMap((note) => (note === 'prefix_unexpected' ? [] : [words.entryNotes[note]]))
  const isOdd = notes.includes('prefix_unexpected')
  const sentences = [
    ...(taken.length > 0 ? [words.notesDone(taken.join(', '))] : []),
    ...(isOdd ? [words.prefixUnexpected(provider.name, provider.keyPrefix)] : []),
  ]
  if (sentences.length === 0) return {}
  return { text: sentences.join(' '), kind: isOdd ? 'info' : 'done' }
}
