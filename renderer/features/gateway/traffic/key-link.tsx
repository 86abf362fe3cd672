import { gateway } from '../../../strings/en/gateway.ts'

interface KeyLinkProps {
  id: string | null
  name: string | null
  /** What is said where the request named no local key of this Keydeck. */
  none?: string
  onOpen: (id: string) => void
}

/** The local key of a request, which opens its panel; it may be gone since. */
export function KeyLink({ id, name, none = gateway.traffic.noKey, onOpen }: KeyLinkProps) {
  if (id === null || name === null) return <td className="text-fg-3">{none}</td>
  return (
    <td dir="auto">
      <button type="button" className="traffic-table__key trunc" title={name} onClick={() => onOpen(id)}>
        {name}
      </button>
    </td>
  )
}
