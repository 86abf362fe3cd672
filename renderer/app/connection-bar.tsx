import { Unplug } from 'lucide-react'
import { type Connection } from '../lib/client.ts'
import { frame } from '../strings/en/frame.ts'
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
