import { Copy } from 'lucide-react'
import { useCallback, useState } from 'react'
import { client } from '../../lib/client.ts'
import { useHost } from '../../lib/use-host.ts'
import { playground } from '../../strings/en/playground.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { useToast } from '../../ui/toast.tsx'
import { useCopied } from '../../ui/use-copied.ts'

const words = playground.link

interface Link {
  url: string
  host: string
}

/** Opens links of answers, each only after a yes: the core asks in its own window, the page where it has none. */
export function useLinkGate(): { openLink: (link: Link) => void; dialog: React.ReactNode } {
  const host = useHost()
  const toast = useToast()
  const [asked, setAsked] = useState<Link | null>(null)
  const isCore = host?.opensLinks === 'core'
  const openLink = useCallback(
    (link: Link) => {
      if (!isCore) return setAsked(link)
      client.host.openLink({ url: link.url }).catch(() => {
        toast({ kind: 'error', title: words.failed, text: words.failedText })
      })
    },
    [isCore, toast],
  )
  return { openLink, dialog: asked ? <LinkDialog link={asked} onClose={() => setAsked(null)} /> : null }
}

function LinkDialog({ link, onClose }: { link: Link; onClose: () => void }) {
  const { isCopied, copy } = useCopied()
  return (
    <ConfirmDialog
      open
      title={words.title}
      confirm={words.open}
      onCancel={onClose}
      onConfirm={() => {
        window.open(link.url, '_blank', 'noopener,noreferrer')
        onClose()
      }}
      footNote={
        <Button variant="ghost" size="small" icon={<Copy className="i i--14" />} onClick={() => copy(link.url)}>
          {isCopied ? playground.message.copied : words.copy}
        </Button>
      }
    >
      <p>{words.text}</p>
      <dl className="kv">
        <dt>{words.host}</dt>
        <dd className="sel">
          <b>{link.host}</b>
        </dd>
        <dt>{words.address}</dt>
        <dd className="sel mono link-address">{link.url}</dd>
      </dl>
    </ConfirmDialog>
  )
}
