import { z } from 'zod'
import { Id, MicroDollars, Timestamp } from './base.ts'
import { CallError } from './call-error.ts'
import { EndState, TokenUsage } from './calls.ts'

/** What stands under an answer. */
export const AnswerFigures = z.object({
  waitMs: z.number(),
  timeToFirstTokenMs: z.number().nullable(),
  durationMs: z.number(),
  tokens: TokenUsage.nullable(),
  tokensPerSecond: z.number().nullable(),
  cost: MicroDollars.nullable(),
})
export type AnswerFigures = z.infer<typeof AnswerFigures>

/** A turn. `parentId` makes a tree, so that an edit or a second answer is a branch and nothing is overwritten. */
export const Message = z.object({
  id: Id,
  conversationId: Id,
  parentId: Id.nullable(),
  role: z.enum(['user', 'assistant']),
  text: z.string(),
  reasoning: z.string(),
  createdAt: Timestamp,
  /** Null for a person's turn. `running` while the answer streams. */
  state: z.union([EndState, z.literal('running')]).nullable(),
  model: z.string().nullable(),
  keyId: Id.nullable(),
  keyName: z.string().nullable(),
  environmentId: Id.nullable(),
  callId: Id.nullable(),
  figures: AnswerFigures.nullable(),
  error: CallError.nullable(),
})
export type Message = z.infer<typeof Message>

export const ConversationSummary = z.object({
  id: Id,
  title: z.string(),
  updatedAt: Timestamp,
  environmentId: Id.nullable(),
  keyId: Id.nullable(),
  model: z.string().nullable(),
  messages: z.number().int(),
  cost: MicroDollars,
})
export type ConversationSummary = z.infer<typeof ConversationSummary>

export const Conversation = ConversationSummary.extend({
  system: z.string(),
  /** The leaf of the branch that is shown. */
  activeMessageId: Id.nullable(),
  /** The run that is under way, so that a reloaded page can watch it again. */
  runId: Id.nullable(),
})
export type Conversation = z.infer<typeof Conversation>

export const StartRun = z.strictObject({
  conversationId: Id.nullable(),
  parentId: Id.nullable(),
  keyId: Id,
  model: z.string().trim().min(1).max(200),
  system: z.string().max(200_000),
  text: z.string().min(1).max(1_000_000),
})
export type StartRun = z.infer<typeof StartRun>

export const StartedRun = z.object({
  runId: Id,
  conversationId: Id,
  userMessageId: Id,
  answerMessageId: Id,
})

/** What a watcher sees. The first event carries all the text so far, so that watching again after a reload is whole. */
export const RunEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('so-far'), text: z.string(), reasoning: z.string() }),
  /** Waiting for the account type's limit: at most this many milliseconds more. */
  z.object({ type: z.literal('waiting'), ms: z.number() }),
  z.object({ type: z.literal('delta'), text: z.string(), reasoning: z.string() }),
  z.object({ type: z.literal('end'), message: Message }),
])
export type RunEvent = z.infer<typeof RunEvent>
