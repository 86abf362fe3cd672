import { KeydeckError } from '../../keydeck-error.ts'
import type { Questions } from '../../ports.ts'
import type { KeyParts } from '../keys/key-parts.ts'

const namedAtMost = 5

/** Asks outside the page before secrets go into a file; throws where the person says no. */
export async function confirmExport(
  questions: Questions,
  records: KeyParts['records'],
  keyIds: readonly string[],
): Promise<void> {
  const names = [...new Set(keyIds)].flatMap((id) => records.find(id)?.name ?? [])
  // Nothing can be exported, which the export itself says.
  if (names.length === 0) return
  const more = names.length - namedAtMost
  const named = names.slice(0, namedAtMost).join(', ')
  const isMeant = await questions.confirm({
    message: names.length === 1 ? 'Export 1 key to a file?' : `Export ${names.length} keys to a file?`,
    detail: `Whoever has the file and its passphrase has ${more > 0 ? `${named} and ${more} more` : named}. Cancel if you did not ask for this.`,
    yes: 'Export',
  })
  if (!isMeant) throw new KeydeckError('CONFLICT', { reason: 'not_confirmed' })
}
