import { branchTo } from '../../../../contract/branch.ts'
import { client } from '../../../lib/client.ts'
import { LiveAnswer } from '../live/live-answer.ts'
import { type Split, splitBlocks } from '../markdown/block-splitter.ts'
import type { Conversation, Message } from '../types.ts'
import type { ScrollPlace } from './scroll-follow.ts'

/** What the next question is asked with. */
export interface Picks {
  environmentId: string | null
  keyId: string | null
  model: string
  system: string
}

export interface ConversationSnapshot {
  status: 'new' | 'loading' | 'open' | 'missing' | 'failed'
  conversation: Conversation | null
  /** The branch that is shown. */
  messages: readonly Message[]
  /** How many turns there are in all branches. */
  total: number
  live: { answerId: string; answer: LiveAnswer; isStopping: boolean } | null
  /** A question is on its way to the core, and nothing of its answer is known yet. */
  isStarting: boolean
  /** What the person chose here and has not sent yet; null where they chose nothing. */
  picks: Partial<Picks>
}

const RETRY_MS = 500
const LONG = 20_000
let made = 0

/**
 * One conversation as the page holds it. It outlives the page's visit to another part of Keydeck, so that coming back
 * is instant; the core owns the answer that streams, and this only watches.
 */
export class ConversationModel {
  /** Stays the same when a new conversation gets its id, so that nothing is drawn anew and the focus stays. */
  readonly key = `conversation-${(made += 1)}`
  /** Where it was scrolled to. */
  readonly place: ScrollPlace = { scrollTop: null }
  /** Heights that were measured, so that coming back does not jump. */
  readonly heights = new Map<string, number>()
  #id: string | null
  #draft = ''
  /** Answers that streamed here as they were drawn, and long ones. */
  readonly #splits = new Map<string, Split>()
  #all: readonly Message[] = []
  #snapshot: ConversationSnapshot
  #starting: Promise<void> | null = null
  #watching = new AbortController()
  readonly #watchers = new Set<() => void>()

  constructor(id: string | null) {
    this.#id = id
    this.#snapshot = {
      status: id === null ? 'new' : 'loading',
      conversation: null,
      messages: [],
      total: 0,
      live: null,
      isStarting: false,
      picks: {},
    }
    if (id !== null) void this.load()
  }

  readonly subscribe = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  readonly getSnapshot = (): ConversationSnapshot => this.#snapshot

  get id(): string | null {
    return this.#id
  }

  /** What is written and not sent yet. */
  get draft(): string {
    return this.#draft
  }

  keepDraft(draft: string): void {
    this.#draft = draft
  }

  /** The blocks of an answer where they are known, or so many that they are kept; else whoever draws it makes them. */
  splitOf(message: Message): Split | undefined {
    const known = this.#splits.get(message.id)
    if (known || message.state === 'running' || message.text.length < LONG) return known
    const split = splitBlocks(message.text)
    this.#splits.set(message.id, split)
    return split
  }

  get isBusy(): boolean {
    return this.#starting !== null || this.#snapshot.live !== null || this.#snapshot.status === 'loading'
  }

  async load(): Promise<void> {
    if (this.#id === null) return
    this.#set({ status: 'loading' })
    try {
      const { conversation, messages } = await client.playground.conversations.get({ id: this.#id })
      this.#all = messages
      this.#set({ status: 'open', conversation, ...this.#shown(conversation.activeMessageId) })
      if (conversation.runId) this.#follow(conversation.runId)
    } catch (error) {
      this.#set({ status: isNotFound(error) ? 'missing' : 'failed' })
    }
  }

  pick(picks: Partial<Picks>): void {
    this.#set({ picks: { ...this.#snapshot.picks, ...picks } })
  }

  /** Asks, and answers with the conversation's id. `parentId` is the answer it follows; default is the last one shown. */
  async send(picks: Picks & { keyId: string }, text: string, parentId?: string | null): Promise<string> {
    const starting = Promise.withResolvers<void>()
    this.#starting = starting.promise
    this.#set({ isStarting: true })
    try {
      const parent = parentId === undefined ? (this.#snapshot.messages.at(-1)?.id ?? null) : parentId
      const started = await client.playground.runs.start({
        conversationId: this.#id,
        parentId: parent,
        keyId: picks.keyId,
        model: picks.model,
        system: picks.system,
        text,
      })
      this.#id = started.conversationId
      const now = Date.now()
      const question = { ...emptyTurn(started.conversationId, now), id: started.userMessageId, parentId: parent, text }
      const answer: Message = {
        ...emptyTurn(started.conversationId, now),
        id: started.answerMessageId,
        parentId: started.userMessageId,
        role: 'assistant',
        state: 'running',
        model: picks.model,
        keyId: picks.keyId,
        environmentId: picks.environmentId,
      }
      this.#all = [...this.#all, question, answer]
      this.#set({
        status: 'open',
        picks: {},
        conversation: {
          ...(this.#snapshot.conversation ?? newConversation(started.conversationId, text, now)),
          environmentId: picks.environmentId,
          keyId: picks.keyId,
          model: picks.model,
          system: picks.system,
        },
        ...this.#shown(answer.id),
      })
      this.#follow(started.runId)
      return started.conversationId
    } finally {
      this.#starting = null
      this.#set({ isStarting: false })
      starting.resolve()
    }
  }

  /** Stops the answer, also one whose question is still on its way; what came is kept, and comes back through the watch. */
  async stop(): Promise<void> {
    if (this.#starting) await this.#starting
    const { live } = this.#snapshot
    if (!live || live.isStopping) return
    this.#set({ live: { ...live, isStopping: true } })
    try {
      this.#end(await client.playground.runs.stop({ runId: live.answerId }))
    } catch (error) {
      if (this.#snapshot.live) this.#set({ live: { ...live, isStopping: false } })
      throw error
    }
  }

  /** Stops watching: this conversation is not held any more. */
  dispose(): void {
    this.#watching.abort()
  }

  #follow(runId: string): void {
    this.#watching.abort()
    this.#watching = new AbortController()
    const answer = new LiveAnswer()
    this.#set({ live: { answerId: runId, answer, isStopping: false } })
    void this.#watch(runId, answer, this.#watching.signal)
  }

  async #watch(runId: string, answer: LiveAnswer, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        for await (const event of await client.playground.runs.watch({ runId }, { signal })) {
          if (signal.aborted) return
          if (event.type === 'so-far') answer.replace(event.text, event.reasoning)
          else if (event.type === 'delta') answer.append(event.text, event.reasoning)
          else if (event.type === 'waiting') answer.wait(event.ms)
          else return this.#end(event.message)
        }
      } catch (error) {
        if (signal.aborted) return
        if (isNotFound(error)) return void this.load()
      }
      answer.lose()
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
  }

  #end(message: Message): void {
    const { live } = this.#snapshot
    if (live?.answerId !== message.id) return
    this.#watching.abort()
    const split = live.answer.finish(message.text)
    if (split) this.#splits.set(message.id, split)
    this.#all = this.#all.map((one) => (one.id === message.id ? message : one))
    const { conversation } = this.#snapshot
    this.#set({
      live: null,
      conversation: conversation && {
        ...conversation,
        runId: null,
        cost: conversation.cost + (message.figures?.cost ?? 0),
      },
      ...this.#shown(message.id),
    })
  }

  #shown(leafId: string | null): Pick<ConversationSnapshot, 'messages' | 'total'> {
    return { messages: branchTo(this.#all, leafId), total: this.#all.length }
  }

  #set(change: Partial<ConversationSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...change }
    for (const watcher of this.#watchers) watcher()
  }
}

function emptyTurn(conversationId: string, createdAt: number): Message {
  return {
    id: '',
    conversationId,
    parentId: null,
    role: 'user',
    text: '',
    reasoning: '',
    createdAt,
    state: null,
    model: null,
    keyId: null,
    keyName: null,
    environmentId: null,
    callId: null,
    figures: null,
    error: null,
  }
}

function newConversation(id: string, title: string, updatedAt: number): Conversation {
  return {
    id,
    title: title.trim().slice(0, 60),
    updatedAt,
    environmentId: null,
    keyId: null,
    model: null,
    messages: 0,
    cost: 0,
    system: '',
    activeMessageId: null,
    runId: null,
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'NOT_FOUND'
}
