import { useState } from 'react'
import { client } from '../../../lib/client.ts'
import { formatMoment } from '../../../lib/format.ts'
import { localKeys } from '../../../strings/en/local-keys.ts'
import { useToast } from '../../../ui/toast.tsx'
import type { LocalKeyRow } from '../types.ts'
import { LocalKeyQuestion } from './local-key-question.tsx'

const words = localKeys.revoke

/** Asks before a local key is refused for ever. */
export function RevokeDialog({ row: now, onClose }: { row: LocalKeyRow; onClose: () => void }) {
  // As it was when it opened: once it is revoked, the list says so before the dialog is gone.
  const [row] = useState(now)
  const { id, name, lastUsedAt, lastClient } = row.key
  const toast = useToast()
  const revoke = async () => {
    await client.gateway.localKeys.revoke({ id })
    toast({ title: words.done(name) })
    onClose()
  }
  return (
    <LocalKeyQuestion weight="danger" act={revoke} {...{ row, words, onClose }}>
      <p>{words.text}</p>
      {lastUsedAt !== null && lastClient !== null ? <p>{words.used(lastClient, formatMoment(lastUsedAt))}</p> : null}
    </LocalKeyQuestion>
  )
}
