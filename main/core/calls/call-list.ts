import type { CallFilter, CallRecord } from '../../../contract/calls.ts'
import type { Log } from '../ports.ts'
import type { Database, Row, Value } from '../storage/database.ts'
import type { CallGroups } from './call-groups.ts'
import { readCall, SELECT_CALLS } from './call-row.ts'

/** A page of calls, newest first; `before` is the last row of the page before. */
export interface ListQuestion {
  limit: number
  before?: { startedAt: number; id: string } | undefined
  filter: CallFilter
}

/** Reads single calls. */
export class CallList {
  readonly #database: Database
  readonly #groups: CallGroups
  readonly #log: Log

  constructor(options: { database: Database; groups: CallGroups; log: Log }) {
    this.#database = options.database
    this.#groups = options.groups
    this.#log = options.log
  }

  page(question: ListQuestion): { calls: CallRecord[]; more: boolean } {
    const before = question.before ?? { startedAt: Number.MAX_SAFE_INTEGER, id: '' }
    const values: Value[] = [before.startedAt, before.startedAt, before.id]
    const only = this.#groups.matching(question.filter)
    const enough = question.limit + 1
    const rows = only === null ? this.#database.all(PAGE, ...values, enough, enough) : this.#among(only, values, enough)
    const calls = rows.slice(0, question.limit).flatMap((row) => this.#read(row))
    return { calls, more: rows.length > question.limit }
  }

  /** The newest calls mostly hold a page of any filter; where they don't, the filter's groups are few or small. */
  #among(only: string, before: Value[], enough: number): Row[] {
    const near = this.#database.all(PAGE_IN_WINDOW, ...before, WINDOW, only, enough)
    if (near.length === enough) return near
    return this.#database.all(PAGE_BY_GROUP, only, ...before, enough, enough)
  }

  /** One unreadable row must not hide the page that it is on. */
  #read(row: Row): CallRecord[] {
    try {
      return [readCall(row)]
    } catch (error) {
      this.#log.error('ledger.row-unreadable', {
        sequence: Number(row['sequence']),
        kind: error instanceof Error ? error.name : 'unknown',
      })
      return []
    }
  }
}

/** How far back a filtered page looks along time before it asks each group by itself. */
const WINDOW = 2_000

const BEFORE = 'started_at <= ? AND (started_at < ? OR id < ?)'
const NEWEST = 'ORDER BY started_at DESC, id DESC LIMIT ?'
const NEWEST_CALLS = 'ORDER BY call.started_at DESC, call.id DESC LIMIT ?'

const PAGE = `${SELECT_CALLS} WHERE call.sequence IN (SELECT sequence FROM call WHERE ${BEFORE} ${NEWEST}) ${NEWEST_CALLS}`

const PAGE_IN_WINDOW = `${SELECT_CALLS}
  WHERE call.sequence IN (SELECT sequence FROM call WHERE ${BEFORE} ${NEWEST})
    AND call.group_id IN (SELECT value FROM json_each(?)) ${NEWEST_CALLS}`

/** Each group's newest by the index on group and time, merged: bounded however rare the group's calls are. */
const PAGE_BY_GROUP = `${SELECT_CALLS}
  WHERE call.sequence IN (
    SELECT newest.sequence FROM json_each(?) AS wanted
    JOIN call AS newest ON newest.sequence IN (
      SELECT sequence FROM call WHERE group_id = wanted.value AND ${BEFORE} ${NEWEST}
    )
  ) ${NEWEST_CALLS}`
