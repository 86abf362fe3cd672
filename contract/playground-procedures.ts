import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { Id, Name, procedure, Timestamp } from './base.ts'
import { Conversation, ConversationSummary, Message, RunEvent, StartedRun, StartRun } from './playground.ts'

export const playground = {
  conversations: {
    list: procedure
      .input(
        z.strictObject({
          limit: z.number().int().min(1).max(500).default(100),
          before: Timestamp.optional(),
          search: z.string().max(200).optional(),
        }),
      )
      .output(z.object({ conversations: z.array(ConversationSummary), total: z.number().int() })),
    get: procedure
      .input(z.strictObject({ id: Id }))
      .output(z.object({ conversation: Conversation, messages: z.array(Message) })),
    rename: procedure.input(z.strictObject({ id: Id, title: Name })).output(ConversationSummary),
    /** Hidden at once; `restore` undoes it until the next start. */
    delete: procedure.input(z.strictObject({ id: Id })).output(z.object({ id: Id })),
    restore: procedure.input(z.strictObject({ id: Id })).output(ConversationSummary),
  },
  runs: {
    /** The core owns the run: it goes on, and is saved, whether or not a page watches. */
    start: procedure.input(StartRun).output(StartedRun),
    watch: procedure.input(z.strictObject({ runId: Id })).output(eventIterator(RunEvent)),
    /** Keeps what came. Answers when the message is saved as `stopped`; stopping an ended run does nothing. */
    stop: procedure.input(z.strictObject({ runId: Id })).output(Message),
  },
}
