import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { X } from 'lucide-react'
import { orpc } from '../../lib/client.ts'
import { calls as words } from '../../strings/en/calls.ts'

/** The one key whose usage is asked for in the address, with its name; null for all keys. */
export function useKeyScope(): { keyId: string; name: string } | null {
  const { key: keyId } = useSearch({ strict: false })
  const keys = useQuery(orpc.keys.list.queryOptions({ enabled: keyId !== undefined })).data
  if (keyId === undefined) return null
  return { keyId, name: keys?.find((key) => key.id === keyId)?.name ?? words.keyScope.gone }
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
