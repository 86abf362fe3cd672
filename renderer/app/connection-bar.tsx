import { Unplug } from 'lucide-react'
import { type Connection } from '../lib/client.ts'
import { frame } from '../strings/en/frame.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Mark } from '../ui/mark.tsx'
import { useDelayed } from '../ui/use-delayed.ts'

/** Says, quietly, that the core doesn't answer. */
export function ConnectionBar({ connection }: { connection: Connection }) {
  const isLate = useDelayed(connection !== 'open')
  if (!isLate) return null
  const text =
    connection === 'connecting'
      ? frame.connection.connecting
      : frame.connection[connection === 'refused' ? 'refused' : 'closed']
  return (
    <div className="trouble trouble--quiet" role="status">
      <Unplug className="i" />
      <p>{text}</p>
    </div>
  )
}

/** In place of a page that could never load: this browser was not let in. */
export function NoSession() {
  return (
    <div className="page" role="alert">
      <EmptyState
        level={1}
        art={<Mark size={48} />}
        title={frame.connection.refusedTitle}
        text={frame.connection.refused}
      />
    </div>
  )
}
