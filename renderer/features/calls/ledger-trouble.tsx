import { useQuery } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import { orpc } from '../../lib/client.ts'
import { formatCount } from '../../lib/format.ts'
import { calls as words } from '../../strings/en/calls.ts'

/** Says that calls are not on disk, for as long as that is so. */
export function LedgerTrouble() {
  const state = useQuery(orpc.calls.state.queryOptions()).data
  if (!state || state.trouble === null) return null
  const { unwritten, onlyInMemory, lost, trouble } = state
  if (unwritten === 0 && lost === 0) return null
  const title =
    unwritten === 0
      ? words.trouble.lost(formatCount(lost), lost === 1)
      : trouble === 'disk-full'
        ? words.trouble.disk(formatCount(unwritten), unwritten === 1)
        : words.trouble.unwritable(formatCount(unwritten), unwritten === 1)
  const { lostText, inMemory, onDisk } = words.trouble
  const text = unwritten === 0 ? lostText : onlyInMemory > 0 ? inMemory : onDisk
  return (
    <section className="trouble" role="status">
      <TriangleAlert className="i" />
      <div className="trouble__text">
        <h2>{title}</h2>
        <p>{text}</p>
      </div>
    </section>
  )
}
