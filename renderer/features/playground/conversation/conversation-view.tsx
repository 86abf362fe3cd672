import { type RefObject, useState } from 'react'
import { useCurrentEnvironment } from '../../../lib/use-environments.ts'
import { useSettings } from '../../../lib/use-settings.ts'
import { useShortcut } from '../../../lib/use-shortcut.ts'
import { playground } from '../../../strings/en/playground.ts'
import { useToast } from '../../../ui/toast.tsx'
import { Composer } from '../composer/composer.tsx'
import { SendGuard } from '../composer/send-guard.tsx'
import { resolvePicks } from '../resolve-picks.ts'
import { RunPanel } from '../run-panel.tsx'
import type { Message } from '../types.ts'
import { useStableCallback } from '../use-stable-callback.ts'
import { Chat } from './chat.tsx'
import { ConversationEmpty } from './conversation-empty.tsx'
import { ConversationHead } from './conversation-head.tsx'
import type { ConversationModel, Picks } from './conversation-model.ts'
import { useData } from './data-context.ts'
import { useConversation } from './open-conversations.ts'
import { useAsking } from './use-asking.ts'
import { useOutsideChanges } from './use-outside-changes.ts'

export interface ConversationViewProps {
  model: ConversationModel
  area: RefObject<HTMLTextAreaElement | null>
  isListShown: boolean
  isRunPanelShown: boolean
  onToggleList: () => void
  onToggleRun: () => void
}

/** One conversation: its turns, the composer, and the run settings. */
export function ConversationView({ model, area, ...panes }: ConversationViewProps) {
  const snapshot = useConversation(model)
  const { keys, environments } = useData()
  const settings = useSettings()
  const { current } = useCurrentEnvironment()
  const toast = useToast()
  const [draft, setDraft] = useState(model.draft)
  const title = useOutsideChanges(model, snapshot)
  const { messages, live, isStarting, status } = snapshot
  const picks = resolvePicks({
    chosen: snapshot.picks,
    conversation: snapshot.conversation,
    last: { keyId: settings?.lastKeyId ?? null, model: settings?.lastModel ?? null },
    frameEnvironmentId: current?.id ?? null,
    keys,
    environmentIds: environments.map((environment) => environment.id),
  })
  const { ask, guarded } = useAsking(model, picks, setDraft)

  const write = (next: string) => {
    model.keepDraft(next)
    setDraft(next)
  }
  const pick = (change: Partial<Picks>) => {
    // Another environment has other keys: the old choice would not hold.
    model.pick(change.environmentId === undefined ? keyPick(change) : { ...change, keyId: null })
  }
  const keyPick = (change: Partial<Picks>): Partial<Picks> => {
    const key = keys.find((one) => one.id === change.keyId)
    return key ? { ...change, environmentId: key.environmentId } : change
  }
  const stop = useStableCallback(() => {
    model.stop().catch((error: unknown) => {
      toast({ kind: 'error', title: playground.message.notStopped, text: String(error) })
    })
  })
  const askAgain = useStableCallback((message: Message) => {
    const question = message.role === 'user' ? message : messages.find((one) => one.id === message.parentId)
    if (question) ask(question.text, question.parentId)
  })
  useShortcut('escape', stop, {
    label: playground.keys.stop,
    group: playground.keys.group,
    inText: true,
    enabled: live !== null || isStarting,
  })

  return (
    <>
      <div className="page">
        <ConversationHead title={title} snapshot={snapshot} {...panes} />
        {status === 'open' && messages.length > 0 ? (
          <Chat model={model} snapshot={snapshot} onAskAgain={askAgain} onStop={stop} />
        ) : (
          <ConversationEmpty status={status} environmentId={picks.environmentId} onRetry={() => void model.load()} />
        )}
        <Composer
          area={area}
          picks={picks}
          onPick={pick}
          draft={draft}
          onDraft={write}
          lastQuestion={messages.findLast((message) => message.role === 'user')?.text ?? null}
          sendKey={settings?.sendKey ?? 'enter'}
          isRunning={live !== null}
          isStopping={live?.isStopping ?? false}
          onRun={ask}
          onStop={stop}
        />
      </div>
      {panes.isRunPanelShown ? (
        <RunPanel system={picks.system} onSystem={(system) => pick({ system })} onClose={panes.onToggleRun} />
      ) : null}
      {guarded ? <SendGuard question={guarded} model={picks.model} /> : null}
    </>
  )
}
