import { useSyncExternalStore } from 'react'
import { ConversationModel, type ConversationSnapshot } from './conversation-model.ts'

const MOST = 6
const models = new Map<string, ConversationModel>()
let fresh = new ConversationModel(null)

/** The conversation with this id as the page holds it, or the one that is about to begin. */
export function openConversation(id: string | null): ConversationModel {
  if (id === null) return fresh
  const known = models.get(id)
  if (known) {
    models.delete(id)
    models.set(id, known)
    return known
  }
  const model = new ConversationModel(id)
  keep(id, model)
  return model
}

/** The new conversation has been sent: it has an id now, and the next new one is empty. */
export function adoptFresh(id: string): void {
  keep(id, fresh)
  fresh = new ConversationModel(null)
}

/** Begins the next new conversation with nothing in it. */
export function resetFresh(): void {
  fresh = new ConversationModel(null)
}

/** Lets go of a conversation that was deleted, so that opening it again asks the core. */
export function forgetConversation(id: string): void {
  models.get(id)?.dispose()
  models.delete(id)
}

/** What a conversation holds now. */
export function useConversation(model: ConversationModel): ConversationSnapshot {
  return useSyncExternalStore(model.subscribe, model.getSnapshot)
}

function keep(id: string, model: ConversationModel): void {
  models.set(id, model)
  for (const [oldId, old] of models) {
    if (models.size <= MOST) break
    if (old === model) continue
    old.dispose()
    models.delete(oldId)
  }
}
