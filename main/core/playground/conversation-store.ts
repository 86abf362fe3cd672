import type { Conversation, ConversationSummary, Message } from '../../../contract/playground.ts'
import type { EventBus } from '../event-bus.ts'
import { notFound } from '../keydeck-error.ts'
import type { Clock } from '../ports.ts'
import type { Database, Row, Value } from '../storage/database.ts'
import { likePattern } from './like-pattern.ts'
import { SUMMARY_COLUMNS, toConversation, toMessage, toSummary } from './rows.ts'

export interface ConversationQuestion {
  limit: number
  before?: number | undefined
  search?: string | undefined
}

/** Saved conversations: what the list shows, and what opening one brings. */
export class ConversationStore {
  readonly #database: Database
  readonly #clock: Clock
  readonly #events: EventBus

  constructor(options: { database: Database; clock: Clock; events: EventBus }) {
    this.#database = options.database
    this.#clock = options.clock
    this.#events = options.events
  }

  /** Newest first; `total` counts all that match. Searches titles, questions and answers, ignoring ASCII case. */
  list(question: ConversationQuestion): { conversations: ConversationSummary[]; total: number } {
    const search = question.search?.trim() ?? ''
    const where = search === '' ? 'deleted_at IS NULL' : `deleted_at IS NULL AND ${MATCHES}`
    const values: Value[] = search === '' ? [] : [likePattern(search), likePattern(search)]
    const before = question.before ?? Number.MAX_SAFE_INTEGER
    const rows = this.#database.all(
      `SELECT ${SUMMARY_COLUMNS} FROM conversation WHERE ${where} AND updated_at < ?
       ORDER BY updated_at DESC, id DESC LIMIT ?`,
      ...values,
      before,
      question.limit,
    )
    const total = this.#database.get(`SELECT count(*) AS total FROM conversation WHERE ${where}`, ...values)
    return { conversations: rows.map(toSummary), total: Number(total?.['total'] ?? 0) }
  }

  /** A conversation with all its turns, in the order in which they were written. */
  get(id: string, runId: string | null): { conversation: Conversation; messages: Message[] } {
    const conversation = toConversation(this.#row(id), runId)
    const rows = this.#database.all('SELECT * FROM message WHERE conversation_id = ? ORDER BY sequence', id)
    return { conversation, messages: rows.map(toMessage) }
  }

  summary(id: string): ConversationSummary {
    return toSummary(this.#row(id))
  }

  rename(id: string, title: string): ConversationSummary {
    this.#row(id)
    this.#database.write(() => this.#database.run('UPDATE conversation SET title = ? WHERE id = ?', title, id))
    return this.#changed(id)
  }

  /** Hides it; it is erased at the next start. Hiding it twice is the same. */
  hide(id: string): void {
    const row = this.#database.get('SELECT deleted_at FROM conversation WHERE id = ?', id)
    if (!row) throw notFound('conversation', id)
    if (row['deleted_at'] !== null) return
    this.#database.write(() =>
      this.#database.run('UPDATE conversation SET deleted_at = ? WHERE id = ?', this.#clock.now(), id),
    )
    this.#events.emit({ type: 'conversations', id })
  }

  restore(id: string): ConversationSummary {
    const restored = this.#database.write(() =>
      this.#database.run('UPDATE conversation SET deleted_at = NULL WHERE id = ?', id),
    )
    if (restored === 0) throw notFound('conversation', id)
    return this.#changed(id)
  }

  /** At start: what was deleted is erased, and an answer that a crash cut off says so and keeps its text. */
  recover(): { erased: number; truncated: number } {
    return this.#database.write(() => ({
      erased: this.#database.run('DELETE FROM conversation WHERE deleted_at IS NOT NULL'),
      truncated: this.#database.run("UPDATE message SET state = 'truncated' WHERE state = 'running'"),
    }))
  }

  #row(id: string): Row {
    const row = this.#database.get('SELECT * FROM conversation WHERE id = ? AND deleted_at IS NULL', id)
    if (!row) throw notFound('conversation', id)
    return row
  }

  #changed(id: string): ConversationSummary {
    this.#events.emit({ type: 'conversations', id })
    return this.summary(id)
  }
}

const MATCHES = String.raw`(title LIKE ? ESCAPE '\' OR EXISTS (
  SELECT 1 FROM message WHERE message.conversation_id = conversation.id AND message.text LIKE ? ESCAPE '\'))`
