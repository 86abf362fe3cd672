import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { X } from 'lucide-react'
import { orpc } from '../../lib/client.ts'
import { calls as words } from '../../strings/en/calls.ts'

/** The one vault key or local key whose usage is asked for in the address, with its name; null for all. */
export function useKeyScope(): { filter: { keyId: string } | { localKeyId: string }; name: string } | null {
  const { key: keyId, localKey: localKeyId } = useSearch({ strict: false })
  const keys = useQuery(orpc.keys.list.queryOptions({ enabled: keyId !== undefined })).data
  const localKeys = useQuery(orpc.gateway.localKeys.list.queryOptions({ enabled: localKeyId !== undefined })).data
  const nameOf = (list: readonly { id: string; name: string }[] | undefined, id: string) =>
    list?.find((one) => one.id === id)?.name ?? words.keyScope.gone
  if (localKeyId !== undefined) return { filter: { localKeyId }, name: nameOf(localKeys, localKeyId) }
  return keyId === undefined ? null : { filter: { keyId }, name: nameOf(keys, keyId) }
}

/** Says that one key's usage is shown, and leads back to that of all. */
export function KeyScopeMark({ name }: { name: string }) {
  return (
    <Link to="/usage" search={{}} className="chip usage-scope" aria-label={words.keyScope.clear(name)}>
      <span className="trunc" dir="auto">
        {name}
      </span>
      <X className="i i--12" aria-hidden="true" />
    </Link>
  )
}
