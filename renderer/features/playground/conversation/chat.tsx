import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown } from 'lucide-react'
import { memo, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react'
import { playground } from '../../../strings/en/playground.ts'
import { Button } from '../../../ui/button.tsx'
import type { Message } from '../types.ts'
import { Announcements } from './announcements.tsx'
import type { ConversationModel, ConversationSnapshot } from './conversation-model.ts'
import { MessageView } from './message-view.tsx'
import { ScrollFollow } from './scroll-follow.ts'

const words = playground.message
/** The last question and its answer stay in the normal flow, so that a growing answer moves nothing else. */
const TAIL = 2

export interface ChatProps {
  model: ConversationModel
  snapshot: ConversationSnapshot
  onAskAgain: (message: Message) => void
  onStop: () => void
}

/** The turns: the older ones only as far as they are in sight, the last two always. */
export const Chat = memo(function Chat({ model, snapshot, onAskAgain, onStop }: ChatProps) {
  const { messages, live } = snapshot
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const older = Math.max(0, messages.length - TAIL)
  const rows = useVirtualizer({
    count: older,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => messages[index]?.id ?? index,
    estimateSize: (index) => model.heights.get(messages[index]?.id ?? '') ?? estimateHeight(messages[index]),
    overscan: 6,
    useFlushSync: false,
  })
  const [follow] = useState(() => new ScrollFollow(model.place))
  const isAtEnd = useSyncExternalStore(follow.subscribe, follow.getIsAtEnd)
  const liveId = live?.answerId
  const askAgain = live ? null : onAskAgain
  const measure = (id: string) => (element: HTMLElement | null) => {
    if (element) model.heights.set(id, element.offsetHeight)
  }

  useLayoutEffect(() => {
    if (scroller.current && content.current) return follow.attach(scroller.current, content.current)
  }, [follow])
  useLayoutEffect(() => {
    // Whoever asks wants to see the answer.
    if (liveId !== undefined) follow.jump()
  }, [follow, liveId])
  useLayoutEffect(() => {
    for (const row of rows.getVirtualItems()) model.heights.set(String(row.key), row.size)
  })

  return (
    <div className="chat">
      <div className="chat__scroll" ref={scroller} role="log" aria-live="off" aria-label={words.log}>
        <div ref={content}>
          <div className="chat__older" style={{ height: rows.getTotalSize() }}>
            {rows.getVirtualItems().map((row) => {
              const message = messages[row.index]
              return message ? (
                <div
                  key={row.key}
                  data-index={row.index}
                  ref={rows.measureElement}
                  className="chat__row"
                  style={{ transform: `translateY(${row.start}px)` }}
                >
                  <MessageView model={model} message={message} live={null} onAskAgain={askAgain} onStop={onStop} />
                </div>
              ) : null
            })}
          </div>
          {messages.slice(older).map((message) => (
            <div key={message.id} className="chat__tail" ref={measure(message.id)}>
              <MessageView
                model={model}
                message={message}
                live={live?.answerId === message.id ? live.answer : null}
                onAskAgain={askAgain}
                onStop={onStop}
              />
            </div>
          ))}
        </div>
      </div>
      {isAtEnd ? null : (
        <Button className="chat__latest" size="small" icon={<ArrowDown className="i i--14" />} onClick={follow.jump}>
          {words.latest}
        </Button>
      )}
      <Announcements answer={live?.answer ?? null} last={messages.at(-1)} />
    </div>
  )
})

/** Near enough that the scroll bar does not jump: lines of 90 characters, and what stands around them. */
function estimateHeight(message: Message | undefined): number {
  if (!message) return 80
  const lines = Math.ceil(message.text.length / 90) + 1
  return message.role === 'user' ? 48 + Math.min(lines, 400) * 20 : 96 + Math.min(lines, 4_000) * 20
}
