import { useNavigate } from '@tanstack/react-router'
import { playground } from '../../../strings/en/playground.ts'
import { Button } from '../../../ui/button.tsx'
import { DeckArt } from '../../../ui/deck-art.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { Spinner } from '../../../ui/spinner.tsx'
import type { ConversationSnapshot } from './conversation-model.ts'
import { useData } from './data-context.ts'

const words = playground.empty

export interface ConversationEmptyProps {
  status: ConversationSnapshot['status']
  environmentId: string | null
  onRetry: () => void
}

/** What stands where the turns would be. */
export function ConversationEmpty({ status, environmentId, onRetry }: ConversationEmptyProps) {
  const { keys, environmentOf, isReady } = useData()
  const navigate = useNavigate()
  if (status === 'loading') {
    return (
      <div className="empty">
        <Spinner />
      </div>
    )
  }
  if (status === 'missing') return <EmptyState title={playground.head.notFound} text={playground.head.notFoundText} />
  if (status === 'failed') {
    return (
      <EmptyState
        title={playground.head.loadFailed}
        actions={<Button onClick={onRetry}>{playground.error.tryAgain}</Button>}
      />
    )
  }
  const environment = environmentOf(environmentId)
  const hasKeyHere = keys.some((key) => key.environmentId === environmentId)
  const addKey = (
    <Button onClick={() => void navigate({ to: '/keys' })} variant={keys.length === 0 ? 'primary' : 'default'}>
      {words.addKey}
    </Button>
  )
  if (isReady && keys.length === 0) {
    return <EmptyState art={<DeckArt />} title={words.noKeysTitle} text={words.noKeysText} actions={addKey} />
  }
  return (
    <EmptyState
      art={<DeckArt />}
      title={words.title}
      text={environment && !hasKeyHere ? words.noKeysIn(environment.name) : words.text}
      actions={environment && !hasKeyHere ? addKey : null}
    />
  )
}
