import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { branchTo } from '../../../contract/branch.ts'
import type { CallError } from '../../../contract/call-error.ts'
import type { AnswerFigures, Message, StartRun } from '../../../contract/playground.ts'
import type { Passport } from '../door/door-types.ts'
import { KeydeckError, notFound } from '../keydeck-error.ts'
import type { Clock } from '../ports.ts'
import type { Database } from '../storage/database.ts'
import { conversationTitle } from './conversation-title.ts'
import type { Turn } from './history.ts'
import { toMessage } from './rows.ts'

export interface WrittenQuestion {
  conversationId: string
  userMessageId: string
  answerMessageId: string
  /** The branch that is asked, with the new question as its last turn. */
  branch: Turn[]
}

/** How an answer ended. */
export interface AnswerEnd {
  state: NonNullable<Message['state']>
  text: string
  reasoning: string
  callId: string | null
  figures: AnswerFigures | null
  error: CallError | null
}

/** Turns of conversations: a question and its answer are written in one transaction, before anything is sent. */
export class TurnStore {
  readonly #database: Database
  readonly #clock: Clock

  constructor(options: { database: Database; clock: Clock }) {
    this.#database = options.database
    this.#clock = options.clock
  }

  /** Writes the question and its running answer; makes the conversation where there is none yet. */
  ask(input: z.infer<typeof StartRun>, passport: Passport): WrittenQuestion {
    return this.#database.write(() => {
      const branch = this.#branch(input.conversationId, input.parentId)
      const conversationId = input.conversationId ?? this.#create(input)
      const turn = { conversationId, model: input.model, passport }
      const userMessageId = this.#insert({ ...turn, role: 'user', parentId: input.parentId, text: input.text })
      const answerMessageId = this.#insert({ ...turn, role: 'assistant', parentId: userMessageId, text: '' })
      this.#database.run(
        `UPDATE conversation SET updated_at = ?, environment_id = ?, key_id = ?, model = ?, system = ?,
         active_message_id = ?, messages = messages + 2 WHERE id = ?`,
        this.#clock.now(),
        passport.environment.id,
        passport.keyId,
        input.model,
        input.system,
        answerMessageId,
        conversationId,
      )
      const question: Turn = { id: userMessageId, parentId: input.parentId, role: 'user', text: input.text }
      return { conversationId, userMessageId, answerMessageId, branch: [...branch, question] }
    })
  }

  /** Keeps what came so far, so that a crash loses little. */
  keep(answerId: string, text: string, reasoning: string): void {
    this.#database.write(() =>
      this.#database.run('UPDATE message SET text = ?, reasoning = ? WHERE id = ?', text, reasoning, answerId),
    )
  }

  end(answerId: string, end: AnswerEnd): Message {
    this.#database.write(() => {
      this.#database.run(
        'UPDATE message SET state = ?, text = ?, reasoning = ?, call_id = ?, figures = ?, error = ? WHERE id = ?',
        end.state,
        end.text,
        end.reasoning,
        end.callId,
        end.figures && JSON.stringify(end.figures),
        end.error && JSON.stringify(end.error),
        answerId,
      )
      this.#database.run(
        `UPDATE conversation SET updated_at = ?, cost = cost + ?
         WHERE id = (SELECT conversation_id FROM message WHERE id = ?)`,
        this.#clock.now(),
        end.figures?.cost ?? 0,
        answerId,
      )
    })
    return this.message(answerId)
  }

  message(id: string): Message {
    const row = this.#database.get('SELECT * FROM message WHERE id = ?', id)
    if (!row) throw notFound('run', id)
    return toMessage(row)
  }

  #branch(conversationId: string | null, parentId: string | null): Turn[] {
    if (conversationId === null) {
      if (parentId === null) return []
      throw notFound('message', parentId)
    }
    const known = this.#database.get(
      'SELECT 1 AS known FROM conversation WHERE id = ? AND deleted_at IS NULL',
      conversationId,
    )
    if (!known) throw notFound('conversation', conversationId)
    if (parentId === null) return []
    const turns = this.#database
      .all('SELECT id, parent_id, role, text FROM message WHERE conversation_id = ?', conversationId)
      .map((row) => ({
        id: String(row['id']),
        parentId: row['parent_id'] === null ? null : String(row['parent_id']),
        role: row['role'] === 'user' ? ('user' as const) : ('assistant' as const),
        text: String(row['text']),
      }))
    const branch = branchTo(turns, parentId)
    if (branch.length === 0) throw notFound('message', parentId)
    if (branch.at(-1)?.role !== 'assistant') {
      throw new KeydeckError('INVALID', { field: 'parentId', reason: 'A question follows an answer.' })
    }
    return branch
  }

  #create(input: z.infer<typeof StartRun>): string {
    const id = randomUUID()
    const now = this.#clock.now()
    this.#database.run(
      'INSERT INTO conversation (id, title, created_at, updated_at, system) VALUES (?, ?, ?, ?, ?)',
      id,
      conversationTitle(input.text),
      now,
      now,
      input.system,
    )
    return id
  }

  #insert(turn: {
    conversationId: string
    parentId: string | null
    role: 'user' | 'assistant'
    text: string
    model: string
    passport: Passport
  }): string {
    const id = randomUUID()
    const isAnswer = turn.role === 'assistant'
    this.#database.run(
      `INSERT INTO message (id, conversation_id, parent_id, role, created_at, state, model, key_id, key_name,
       environment_id, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      id,
      turn.conversationId,
      turn.parentId,
      turn.role,
      this.#clock.now(),
      isAnswer ? 'running' : null,
      isAnswer ? turn.model : null,
      isAnswer ? turn.passport.keyId : null,
      isAnswer ? turn.passport.keyName : null,
      isAnswer ? turn.passport.environment.id : null,
      turn.text,
    )
    return id
  }
}
