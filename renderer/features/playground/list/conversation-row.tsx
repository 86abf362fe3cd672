import { Link } from '@tanstack/react-router'
import { Ellipsis, Pencil, Trash2 } from 'lucide-react'
import { memo } from 'react'
import { formatDate, formatMoney, formatTime } from '../../../lib/format.ts'
import { playground } from '../../../strings/en/playground.ts'
import { ContextMenu } from '../../../ui/context-menu.tsx'
import { EnvironmentGlyph } from '../../../ui/environment-glyph.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Menu } from '../../../ui/menu.tsx'
import type { ConversationSummary, Environment } from '../types.ts'

const words = playground.list

export interface ConversationRowProps {
  conversation: ConversationSummary
  environment: Environment | undefined
  isCurrent: boolean
  onRename: (conversation: ConversationSummary) => void
  onDelete: (conversation: ConversationSummary) => void
}

/** A line of the list: title and time; model and cost, in the colour of its environment. */
export const ConversationRow = memo(function ConversationRow(props: ConversationRowProps) {
  const { conversation, environment, isCurrent, onRename, onDelete } = props
  const entries = [
    {
      id: 'rename',
      text: words.rename,
      icon: <Pencil className="i i--14" />,
      onSelect: () => onRename(conversation),
    },
    {
      id: 'delete',
      text: words.delete,
      icon: <Trash2 className="i i--14" />,
      danger: true,
      onSelect: () => onDelete(conversation),
    },
  ]
  return (
    <ContextMenu entries={entries}>
      <li className="conv" data-env={environment?.colour} data-current={isCurrent || undefined}>
        <Link
          to="/playground/$conversationId"
          params={{ conversationId: conversation.id }}
          className="conv__link"
          aria-current={isCurrent ? 'page' : undefined}
          title={conversation.title}
        >
          <span className="conv__line">
            <span className="trunc conv__title">{conversation.title}</span>
            <span className="conv__time">{timeOf(conversation.updatedAt)}</span>
          </span>
          <span className="conv__line conv__meta">
            {environment ? <EnvironmentGlyph shape={environment.shape} /> : null}
            <span className="trunc">{conversation.model ?? words.noModel}</span>
            <span className="conv__cost">{conversation.cost > 0 ? formatMoney(conversation.cost) : null}</span>
          </span>
        </Link>
        <span className="conv__menu">
          <Menu
            trigger={
              <IconButton
                size="small"
                label={words.actions(conversation.title)}
                icon={<Ellipsis className="i i--14" />}
              />
            }
            entries={entries}
          />
        </span>
      </li>
    </ContextMenu>
  )
})

function timeOf(timestamp: number): string {
  const isToday = new Date(timestamp).toDateString() === new Date().toDateString()
  return isToday ? formatTime(timestamp) : formatDate(timestamp)
}
