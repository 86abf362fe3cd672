import type { z } from 'zod'
import type {
  Conversation,
  ConversationSummary,
  Message,
  RunEvent,
  StartedRun,
  StartRun,
} from '../../../contract/playground.ts'
import type { Door, Passports } from '../door/door-types.ts'
import { createRedactor, type Redactor } from '../door/redact.ts'
import type { EventBus } from '../event-bus.ts'
import { KeydeckError, notFound } from '../keydeck-error.ts'
import type { Clock, Log } from '../ports.ts'
import type { Database } from '../storage/database.ts'
import type { Guard } from '../vault/guard-port.ts'
import { type ConversationQuestion, ConversationStore } from './conversation-store.ts'
import { requestMessages } from './history.ts'
import { Run } from './run.ts'
import { TurnStore } from './turn-store.ts'

/** Conversations, and the answers that are being written. */
export interface Playground {
  list(question: ConversationQuestion): { conversations: ConversationSummary[]; total: number }
  get(id: string): { conversation: Conversation; messages: Message[] }
  rename(id: string, title: string): ConversationSummary
  /** Hides the conversation and stops the answer that is being written in it. */
  delete(id: string): Promise<void>
  restore(id: string): ConversationSummary
  /** Writes the question, and asks. Answers at once; the run goes on without a watcher. */
  start(input: z.infer<typeof StartRun>): z.infer<typeof StartedRun>
  /** All so far, what comes, and the end; of an ended run, its answer. */
  watch(runId: string, signal: AbortSignal): AsyncGenerator<RunEvent>
  /** Keeps what came; of an ended run, its answer. */
  stop(runId: string): Promise<Message>
  /** Stops every run, and saves what came. */
  close(): Promise<void>
}

export interface PlaygroundOptions {
  database: Database
  door: Door
  passports: Passports
  /** Refuses a guarded environment that the person didn't say yes to: no page can forget to ask. */
  guard: Guard
  /** Retries before the first byte, as the person set them. */
  retries: () => number
  /** Keeps keys out of what a provider says. Default: one that knows the shapes of keys alone. */
  redactor?: Redactor
  clock: Clock
  log: Log
  events: EventBus
}

/** Opens the playground: what a crash left half-written is ended as `truncated`, and what was deleted is erased. */
export function createPlayground(options: PlaygroundOptions): Playground {
  const { database, door, passports, guard, clock, log, events } = options
  const conversations = new ConversationStore({ database, clock, events })
  const turns = new TurnStore({ database, clock })
  const runs = new Map<string, Run>()
  const runByConversation = new Map<string, string>()
  const redactor = options.redactor ?? createRedactor()
  const recovered = conversations.recover()
  if (recovered.truncated > 0 || recovered.erased > 0) log.info('playground.recovered', recovered)

  function start(input: z.infer<typeof StartRun>): z.infer<typeof StartedRun> {
    const passport = passports.find(input.keyId)
    if (!passport) throw notFound('key', input.keyId)
    if (input.conversationId !== null && runByConversation.has(input.conversationId)) {
      throw new KeydeckError('CONFLICT', { reason: 'An answer is still being written in this conversation.' })
    }
    guard.require(input.keyId, 'playground')
    const { branch, ...written } = turns.ask(input, passport)
    const runId = written.answerMessageId
    const run = new Run({
      answerId: runId,
      ask: {
        keyId: input.keyId,
        conversationId: written.conversationId,
        model: input.model,
        messages: requestMessages(input.system, branch),
        retries: options.retries(),
        redactor,
      },
      door,
      turns,
      clock,
      log,
    })
    runs.set(runId, run)
    runByConversation.set(written.conversationId, runId)
    events.emit({ type: 'conversations', id: written.conversationId })
    const forget = () => {
      runs.delete(runId)
      runByConversation.delete(written.conversationId)
      events.emit({ type: 'conversations', id: written.conversationId })
    }
    run.ended.then(forget, (error: unknown) => {
      log.error('playground.run-failed', { runId, kind: error instanceof Error ? error.name : 'unknown' })
      forget()
    })
    return { runId, ...written }
  }

  async function* watch(runId: string, signal: AbortSignal): AsyncGenerator<RunEvent> {
    const run = runs.get(runId)
    if (run) return yield* run.buffer.watch(signal)
    const message = turns.message(runId)
    yield { type: 'so-far', text: message.text, reasoning: message.reasoning }
    yield { type: 'end', message }
  }

  const stopIn = async (conversationId: string) => {
    const runId = runByConversation.get(conversationId)
    if (runId) await runs.get(runId)?.stop()
  }

  return {
    list: (question) => conversations.list(question),
    get: (id) => conversations.get(id, runByConversation.get(id) ?? null),
    rename: (id, title) => conversations.rename(id, title),
    async delete(id) {
      conversations.hide(id)
      await stopIn(id)
    },
    restore: (id) => conversations.restore(id),
    start,
    watch,
    stop: async (runId) => (await runs.get(runId)?.stop()) ?? turns.message(runId),
    async close() {
      await Promise.all([...runs.values()].map((run) => run.stop()))
    },
  }
}
