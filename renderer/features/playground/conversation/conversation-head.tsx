import { PanelLeft, PanelRight } from 'lucide-react'
import { formatCount, formatMoney } from '../../../lib/format.ts'
import { playground } from '../../../strings/en/playground.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import type { ConversationSnapshot } from './conversation-model.ts'

const words = playground.head

export interface ConversationHeadProps {
  title: string
  snapshot: ConversationSnapshot
  isListShown: boolean
  isRunPanelShown: boolean
  onToggleList: () => void
  onToggleRun: () => void
}

/** Title, how much was said, what it cost, and the switches of the two panes. */
export function ConversationHead(props: ConversationHeadProps) {
  const { title, snapshot } = props
  const cost = snapshot.conversation?.cost ?? 0
  return (
    <header className="head head--line">
      <IconButton
        size="small"
        className="pane-switch"
        label={props.isListShown ? playground.list.hide : playground.list.show}
        shortcut="mod+["
        icon={<PanelLeft className="i i--14" />}
        aria-pressed={props.isListShown}
        onClick={props.onToggleList}
      />
      <h1 className="trunc">{title}</h1>
      {snapshot.messages.length > 0 ? (
        <span className="head__count text-12">
          {words.messages(formatCount(snapshot.messages.length), cost > 0 ? formatMoney(cost) : null)}
        </span>
      ) : null}
      <span className="head__end">
        <IconButton
          size="small"
          className="pane-switch"
          label={props.isRunPanelShown ? words.hideRunSettings : words.runSettings}
          shortcut="mod+]"
          icon={<PanelRight className="i i--14" />}
          aria-pressed={props.isRunPanelShown}
          onClick={props.onToggleRun}
        />
      </span>
    </header>
  )
}
