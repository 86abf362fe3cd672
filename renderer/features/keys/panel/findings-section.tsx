import { useQuery } from '@tanstack/react-query'
import { Lightbulb, TriangleAlert, X } from 'lucide-react'
import type { Finding, FindingKind } from '../../../../contract/findings.ts'
import { client, orpc, queryClient } from '../../../lib/client.ts'
import { formatDate } from '../../../lib/format.ts'
import { wordsOf } from '../../../lib/known-error.ts'
import { keysPanel } from '../../../strings/en/keys-panel.ts'
import { ui } from '../../../strings/en/ui.ts'
import { Button } from '../../../ui/button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { useToast } from '../../../ui/toast.tsx'
import type { KeyRow } from '../types.ts'
import type { PanelActions } from './panel-actions.ts'

const words = keysPanel.findings

/** What the rules of good practice say of this key, each with one thing to do, and a way to let it be. */
export function FindingsSection({ row, on }: { row: KeyRow; on: PanelActions }) {
  const { data, error } = useQuery(orpc.findings.list.queryOptions())
  const dismiss = useDismiss()
  if (error) return <p className="matters matters__failed">{words.failed}</p>
  const mine = (data ?? []).filter((finding) => finding.keyIds.includes(row.key.id))
  if (mine.length === 0) return null
  return (
    <ul className="matters" aria-label={keysPanel.matters.heading}>
      {mine.map((finding) => {
        const text = textOf(finding)
        const { name, run } = actionOf(finding.kind, row, on)
        const Icon = finding.level === 'note' ? Lightbulb : TriangleAlert
        return (
          <li key={finding.id} className={`matter matter--${finding.level}`}>
            <Icon className="i i--14" aria-hidden="true" />
            <p>{text}</p>
            <span className="matter__actions">
              <Button size="small" onClick={run}>
                {words.action[name]}
              </Button>
              <IconButton
                label={words.dismissLabel(text)}
                size="small"
                icon={<X className="i i--12" />}
                onClick={() => void dismiss(finding.id)}
              />
            </span>
          </li>
        )
      })}
    </ul>
  )
}

function useDismiss(): (id: string) => Promise<void> {
  const toast = useToast()
  const put = (list: Finding[]) => queryClient.setQueryData(orpc.findings.list.queryKey(), list)
  const restore = async (id: string) => {
    try {
      put(await client.findings.restore({ id }))
    } catch (error) {
      toast({ kind: 'error', title: words.restoreFailed, text: wordsOf(error) })
    }
  }
  return async (id) => {
    try {
      put(await client.findings.dismiss({ id }))
      toast({
        title: words.dismissed,
        text: words.dismissedText,
        action: { text: ui.undo, run: () => void restore(id) },
      })
    } catch (error) {
      toast({ kind: 'error', title: words.dismissFailed, text: wordsOf(error) })
    }
  }
}

const textOf = ({ kind, at }: Finding) => words.text[kind](at === null ? '' : formatDate(at))

function actionOf(
  kind: FindingKind,
  row: KeyRow,
  on: PanelActions,
): { name: keyof typeof words.action; run: () => void } {
  switch (kind) {
    case 'rotation_due':
    case 'rotation_soon':
    case 'expired':
    case 'expiring':
    case 'same_secret_two_environments':
      return { name: 'regenerate', run: () => on.regenerate(row) }
    case 'regeneration_unfinished':
    case 'old_secret_kept':
      return { name: 'goOn', run: () => on.regenerate(row) }
    case 'never_used':
    case 'long_unused':
      return { name: 'revoke', run: () => on.revoke(row) }
    case 'one_key_for_everything':
      return { name: 'add', run: on.add }
    case 'env_line_unconfirmed':
      return { name: 'review', run: on.reviewLines }
  }
}
