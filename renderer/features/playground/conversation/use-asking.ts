import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { client } from '../../../lib/client.ts'
import { knownError } from '../../../lib/known-error.ts'
import { playground } from '../../../strings/en/playground.ts'
import { useToast } from '../../../ui/toast.tsx'
import type { Environment, VaultKey } from '../types.ts'
import type { ConversationModel, Picks } from './conversation-model.ts'
import { useData } from './data-context.ts'
import { adoptFresh } from './open-conversations.ts'

/** A question that waits for the person's yes to a guarded environment. */
export interface GuardedQuestion {
  environment: Environment
  vaultKey: VaultKey
  characters: number
  confirm: () => void
  cancel: () => void
}

/** Sends questions: through the guard where there is one, and with a word where one can't be sent. */
export function useAsking(model: ConversationModel, picks: Picks, onDraft: (draft: string) => void) {
  const navigate = useNavigate()
  const toast = useToast()
  const { environmentOf, keyOf } = useData()
  const [guarded, setGuarded] = useState<GuardedQuestion | null>(null)

  const send = async (text: string, parentId: string | null | undefined) => {
    const { keyId } = picks
    if (keyId === null) return
    const isNew = model.id === null
    const write = (draft: string) => {
      model.keepDraft(draft)
      onDraft(draft)
    }
    const draft = model.draft
    // A question asked again leaves what is being written alone.
    if (parentId === undefined) write('')
    try {
      const id = await model.send({ ...picks, keyId }, text, parentId)
      client.settings.update({ lastKeyId: keyId, lastModel: picks.model }).catch(() => {
        toast({ kind: 'error', title: playground.composer.settingsFailed })
      })
      if (!isNew) return
      adoptFresh(id)
      await navigate({ to: '/playground/$conversationId', params: { conversationId: id }, replace: true })
    } catch (error) {
      write(draft)
      // The page's own list can be behind: the core forgets a yes when the secret store is locked.
      if (knownError(error)?.reason === 'guard_unconfirmed') return askFirst(text, parentId)
      toast({ kind: 'error', title: playground.composer.sendFailed, text: reasonOf(error) })
    }
  }

  const askFirst = (text: string, parentId: string | null | undefined) => {
    const environment = environmentOf(picks.environmentId)
    const vaultKey = keyOf(picks.keyId)
    if (!environment || !vaultKey) return
    const history = model.getSnapshot().messages.reduce((sum, message) => sum + message.text.length, 0)
    setGuarded({
      environment,
      vaultKey,
      characters: history + picks.system.length + text.length,
      cancel: () => setGuarded(null),
      confirm: () => {
        setGuarded(null)
        void send(text, parentId)
      },
    })
  }

  const ask = (text: string, parentId?: string | null) => {
    if (environmentOf(picks.environmentId)?.confirmed === false) return askFirst(text, parentId)
    void send(text, parentId)
  }
  return { ask, guarded }
}

function reasonOf(error: unknown): string {
  const data: unknown = error instanceof Error && 'data' in error ? error.data : null
  if (data && typeof data === 'object' && 'reason' in data && typeof data.reason === 'string') return data.reason
  return error instanceof Error ? error.message : String(error)
}
