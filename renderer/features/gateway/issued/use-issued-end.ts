import type { IssuedLocalKey } from '../../../../contract/local-keys.ts'
import { useOnceTrue } from '../../../ui/use-once-true.ts'
import type { LocalKeyRow } from '../types.ts'

/** Why tools get no answer with a text that is still shown; null while they do. */
export type IssuedEnd = 'regenerated' | 'revoked' | 'deleted'

/** What became of an issued text since, whoever did it. Mount it anew for each text. */
export function useIssuedEnd({ key }: IssuedLocalKey, row: LocalKeyRow | undefined): IssuedEnd | null {
  // A new key is told of before the list has it.
  const wasListed = useOnceTrue(row !== undefined)
  if (!row) return wasListed ? 'deleted' : null
  if (row.key.status === 'revoked') return 'revoked'
  return (row.key.regeneratedAt ?? 0) > (key.regeneratedAt ?? 0) ? 'regenerated' : null
}
