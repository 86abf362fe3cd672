import type { ReactNode } from 'react'
import { client } from '../../lib/client.ts'
import { wordsOf } from '../../lib/known-error.ts'
import { useHost } from '../../lib/use-host.ts'
import { keys as words } from '../../strings/en/keys.ts'
import { Button } from '../../ui/button.tsx'
import { useToast } from '../../ui/toast.tsx'

/**
 * The provider's page for its keys, told by its host unless it has words of its own. The core asks and opens where it
 * can; else the page opens a tab that knows nothing of this one.
 */
export function DashboardLink({ url, children }: { url: string; children?: ReactNode }) {
  const toast = useToast()
  const opensIn = useHost()?.opensLinks ?? 'core'
  const text = children ?? new URL(url).host
  if (opensIn === 'page') {
    return (
      <a href={url} target="_blank" rel="noopener noreferrer">
        {text}
      </a>
    )
  }
  const open = async () => {
    try {
      await client.host.openLink({ url })
    } catch (error) {
      toast({ kind: 'error', title: words.panel.dashboardFailed, text: wordsOf(error) })
    }
  }
  return (
    <Button variant="link" onClick={() => void open()}>
      {text}
    </Button>
  )
}
