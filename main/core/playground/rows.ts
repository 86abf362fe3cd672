import { CallError } from '../../../contract/call-error.ts'
import { AnswerFigures, Conversation, type ConversationSummary, Message } from '../../../contract/playground.ts'
import type { Row } from '../storage/database.ts'

/** The columns of a conversation's line in the list. */
export const SUMMARY_COLUMNS = 'id, title, updated_at, environment_id, key_id, model, messages, cost'

/** A stored conversation's line in the list. */
export function toSummary(row: Row): ConversationSummary {
  return {
    id: String(row['id']),
    title: String(row['title']),
    updatedAt: Number(row['updated_at']),
    environmentId: textOrNull(row['environment_id']),
    keyId: textOrNull(row['key_id']),
    model: textOrNull(row['model']),
    messages: Number(row['messages']),
    cost: Number(row['cost']),
  }
}

/** A stored conversation; `runId` is the answer that is being written, where there is one. */
export function toConversation(row: Row, runId: string | null): Conversation {
  return Conversation.parse({
    ...toSummary(row),
    system: String(row['system']),
    activeMessageId: textOrNull(row['active_message_id']),
    runId,
  })
}

/** A stored turn. Figures that this version can't read are left out: one broken row must not take the rest down. */
export function toMessage(row: Row): Message {
  return Message.parse({
    id: row['id'],
    conversationId: row['conversation_id'],
    parentId: row['parent_id'],
    role: row['role'],
    text: row['text'],
    reasoning: row['reasoning'],
    createdAt: Number(row['created_at']),
    state: row['state'],
    model: row['model'],
    keyId: row['key_id'],
    keyName: row['key_name'],
    environmentId: row['environment_id'],
    callId: row['call_id'],
    figures: parsed(AnswerFigures, row['figures']),
    error: parsed(CallError, row['error']),
  })
}

function parsed<Result>(
  schema: { safeParse(value: unknown): { success: boolean; data?: Result | undefined } },
  value: Row[string] | undefined,
): Result | null {
  if (typeof value !== 'string') return null
  const result = schema.safeParse(JSON.parse(value))
  return result.success ? (result.data ?? null) : null
}

function textOrNull(value: Row[string] | undefined): string | null {
  return value === null || value === undefined ? null : String(value)
}
