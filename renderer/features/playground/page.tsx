import { useNavigate, useParams } from '@tanstack/react-router'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useIsNarrow } from '../../lib/use-media-query.ts'
import { ConversationView } from './conversation/conversation-view.tsx'
import { DataProvider } from './conversation/data-context.ts'
import { openConversation, resetFresh } from './conversation/open-conversations.ts'
import { useLinkGate } from './link-dialog.tsx'
import { ConversationList } from './list/conversation-list.tsx'
import { MarkdownProvider } from './markdown/markdown-context.ts'
import { keyPattern } from './markdown/mask-keys.ts'
import { usePlaygroundData } from './use-playground-data.ts'
import { usePlaygroundShortcuts } from './use-playground-shortcuts.ts'
import './markdown/markdown.css'
import './composer/composer.css'
import './conversation/turns.css'
import './playground.css'

type Pane = 'list' | 'run' | null

/** The playground: conversations at the left, the turns in the centre, what the next question is asked with at the right. */
export function PlaygroundPage() {
  const { conversationId } = useParams({ strict: false })
  const id = conversationId ?? null
  const navigate = useNavigate()
  const isNarrow = useIsNarrow()
  const data = usePlaygroundData()
  const { openLink, dialog } = useLinkGate()
  const [hidden, setHidden] = useState<readonly Pane[]>([])
  const [narrowPane, setNarrowPane] = useState<Pane>(null)
  const [, drawAgain] = useState(0)
  const searchBox = useRef<HTMLInputElement>(null)
  const area = useRef<HTMLTextAreaElement>(null)
  const prefixes = useMemo(() => data.providers.map((provider) => provider.keyPrefix), [data.providers])
  const markdown = useMemo(() => ({ openLink, keys: keyPattern(prefixes) }), [openLink, prefixes])
  const model = openConversation(id)

  const isShown = (pane: Pane) => (isNarrow ? narrowPane === pane : !hidden.includes(pane))
  const toggle = (pane: Pane) => {
    if (isNarrow) return setNarrowPane((shown) => (shown === pane ? null : pane))
    setHidden((panes) => (panes.includes(pane) ? panes.filter((one) => one !== pane) : [...panes, pane]))
  }
  const begin = useCallback(() => {
    if (id === null) resetFresh()
    drawAgain((count) => count + 1)
    setNarrowPane(null)
    void navigate({ to: '/playground' })
    requestAnimationFrame(() => area.current?.focus())
  }, [id, navigate])
  const shortcuts = usePlaygroundShortcuts({
    begin,
    focusComposer: () => area.current?.focus(),
    search: () => {
      if (!isShown('list')) toggle('list')
      requestAnimationFrame(() => searchBox.current?.focus())
    },
    toggleList: () => toggle('list'),
    toggleRun: () => toggle('run'),
  })

  return (
    <DataProvider value={data}>
      <MarkdownProvider value={markdown}>
        <div className="split">
          {isShown('list') ? (
            <ConversationList
              currentId={id}
              searchBox={searchBox}
              newShortcut={shortcuts.newConversation}
              onNew={begin}
              onGone={begin}
            />
          ) : null}
          <ConversationView
            key={model.key}
            model={model}
            area={area}
            isRunPanelShown={isShown('run')}
            isListShown={isShown('list')}
            onToggleRun={() => toggle('run')}
            onToggleList={() => toggle('list')}
          />
        </div>
        {dialog}
      </MarkdownProvider>
    </DataProvider>
  )
}
