import { Info } from 'lucide-react'
import { useState } from 'react'
import type { HostInfo } from '../lib/use-host.ts'
import { frame } from '../strings/en/frame.ts'
import { Button } from '../ui/button.tsx'

/** What recovery did at the start, in the core's words, until it has been read. */
export function NoticeBar({ notice }: { notice: HostInfo['notice'] | undefined }) {
  const [isRead, setIsRead] = useState(false)
  if (!notice || isRead) return null
  return (
    <section className="trouble" role="status">
      <Info className="i" />
      <div className="trouble__text">
        <h2>{frame.notice[notice.kind]}</h2>
        <p>{notice.detail}</p>
      </div>
      <div className="trouble__actions">
        <Button size="small" onClick={() => setIsRead(true)}>
          {frame.notice.dismiss}
        </Button>
      </div>
    </section>
  )
}
