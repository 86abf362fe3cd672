import { useState } from 'react'
import { client, orpc, queryClient } from '../../../lib/client.ts'
import { formatMoment } from '../../../lib/format.ts'
import { localKeys } from '../../../strings/en/local-keys.ts'
import { useToast } from '../../../ui/toast.tsx'
import type { LocalKeyRow } from '../types.ts'
import { LocalKeyQuestion } from './local-key-question.tsx'

const words = localKeys.revoke

interface RevokeDialogProps {
  row: LocalKeyRow
  onRevoked: (id: string) => void
  onClose: () => void
}

/** Asks before a local key is refused for ever. */
export function RevokeDialog({ row: now, onRevoked, onClose }: RevokeDialogProps) {
  // As it was when it opened: once it is revoked, the list says so before the dialog is gone.
  const [row] = useState(now)
  const { id, name, lastUsedAt, lastClient } = row.key
  const toast = useToast()
  const revoke = async () => {
    const revoked = await client.gateway.localKeys.revoke({ id })
    queryClient.setQueryData(orpc.gateway.localKeys.list.queryKey(), (list) =>
      list?.map((one) => (one.id === id ? revoked : one)),
    )
    toast({ title: words.done(name) })
    onRevoked(id)
  }
  return (
    <LocalKeyQuestion weight="danger" act={revoke} {...{ row, words, onClose }}>
      <p>{words.text}</p>
      {lastUsedAt !== null && lastClient !== null ? <p>{words.used(lastClient, formatMoment(lastUsedAt))}</p> : null}
    </LocalKeyQuestion>
  )
}
