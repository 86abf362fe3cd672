import type { IssuedLocalKey } from '../../../../contract/local-keys.ts'
import { client } from '../../../lib/client.ts'
import { localKeys } from '../../../strings/en/local-keys.ts'
import type { LocalKeyRow } from '../types.ts'
import { LocalKeyQuestion } from './local-key-question.tsx'

const words = localKeys.regenerate

interface RegenerateDialogProps {
  row: LocalKeyRow
  onIssued: (issued: IssuedLocalKey) => void
  onClose: () => void
}

/** Asks before a local key gets a new text, which shuts out whoever has the old one. */
export function RegenerateDialog({ row, onIssued, onClose }: RegenerateDialogProps) {
  const regenerate = async () => onIssued(await client.gateway.localKeys.regenerate({ id: row.key.id }))
  return (
    <LocalKeyQuestion weight="cautious" act={regenerate} {...{ row, words, onClose }}>
      <p>{words.text}</p>
      <p>{words.warning}</p>
    </LocalKeyQuestion>
  )
}
