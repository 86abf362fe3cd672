import { gateway } from '../../../strings/en/gateway.ts'

interface KeyLinkProps {
  id: string | null
  name: string | null
  onOpen: (id: string) => void
}

/** The local key of a request, which opens its panel; it may be gone since. */
export function KeyLink({ id, name, onOpen }: KeyLinkProps) {
  if (id === null || name === null) return <td className="text-fg-3">{gateway.traffic.noKey}</td>
  return (
    <td dir="auto">
      <button type="button" className="traffic-table__key trunc" title={name} onClick={() => onOpen(id)}>
        {name}
      </button>
    </td>
  )
}
