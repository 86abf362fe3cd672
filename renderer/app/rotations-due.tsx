import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { RotateCw } from 'lucide-react'
import { orpc } from '../lib/client.ts'
import { formatCount } from '../lib/format.ts'
import { useCurrentEnvironment } from '../lib/use-environments.ts'
import { useFindings } from '../lib/use-findings.ts'
import { frame } from '../strings/en/frame.ts'

/** How many keys are due for a new secret, of those that the frame's switch shows; leads to them. */
export function RotationsDue() {
  const due = useFindings().filter((finding) => finding.kind === 'rotation_due')
  const { current } = useCurrentEnvironment()
  const { data: keys } = useQuery(orpc.keys.list.queryOptions({ enabled: due.length > 0 && current !== null }))
  const isHere = (keyId: string) => keys?.some((key) => key.id === keyId && key.environmentId === current?.id)
  const count = current ? due.filter(({ keyIds }) => keyIds.some(isHere)).length : due.length
  if (count === 0) return null
  return (
    <Link to="/keys" className="status__part status__due" onClick={() => void showDue()}>
      <RotateCw className="i i--12" />
      {frame.status.rotationsDue(formatCount(count), count === 1)}
    </Link>
  )
}

/** The page that it leads to brings the filter along. */
async function showDue(): Promise<void> {
  const { keyFilter } = await import('../features/keys/table/view-state.ts')
  keyFilter.only('rotation')
}
