import { type CallFilter, type CallRecord, type GroupBy, Origin } from '../../../contract/calls.ts'
import { AccountType } from '../../../contract/limits.ts'
import type { Database, Row } from '../storage/database.ts'

/** What many calls share, under the names of that moment. See `call_group` in the schema. */
export interface CallGroup {
  id: number
  origin: Origin
  environmentId: string
  environmentName: string
  providerId: string
  providerName: string
  keyId: string
  keyName: string
  keyMask: string
  accountType: AccountType
  localKeyId: string
  localKeyName: string
  model: string
}

/** The dictionary of call groups, kept in memory: there are some hundreds, however many calls there are. */
export class CallGroups {
  readonly #database: Database
  readonly #byId = new Map<number, CallGroup>()
  readonly #byContent = new Map<string, CallGroup>()

  /** The models that have groups, by vault key and local key. */
  readonly #named = new Map<string, Set<string>>()

  constructor(database: Database) {
    this.#database = database
  }

  /**
   * The group of a call. A name that the provider does not know, and one too many of a local key at a vault key, gets no
   * group of its own: whoever sends endless names must not make the dictionary endless. Its row has the name. Adds it
   * where it is new. Call it inside a write, and `forget` where that write fails.
   */
  of(call: CallRecord): CallGroup {
    const known = this.#byContent.get(contentOf(call).join('\u0000'))
    if (known) return known
    const content = contentOf(this.#mayName(call) ? call : { ...call, model: OTHER_MODELS })
    const other = this.#byContent.get(content.join('\u0000'))
    if (other) return other
    this.#named.delete(namerOf(call))
    this.#database.run(INSERT, ...content)
    const row = this.#database.get(FIND, ...content)
    if (!row) throw new Error('A call group was not found after it was written.')
    return this.#keep(readGroup(row))
  }

  /** Whether the call's model has a group, or may have one. */
  #mayName(call: CallRecord): boolean {
    if (call.model === null) return true
    const namer = namerOf(call)
    let named = this.#named.get(namer)
    if (!named) {
      const rows = this.#database.all(NAMED, call.keyId, call.localKeyId ?? '')
      this.#named.set(namer, (named = new Set(rows.map((row) => String(row['model'])))))
    }
    if (named.has(call.model)) return true
    return call.errorCode !== 'model_not_found' && named.size < MOST_NAMED
  }

  /** Forgets everything, so that the next question reads the database again. */
  forget(): void {
    this.#byId.clear()
    this.#byContent.clear()
    this.#named.clear()
  }

  byId(id: number): CallGroup {
    const known = this.#byId.get(id)
    if (known) return known
    const row = this.#database.get('SELECT * FROM call_group WHERE id = ?', id)
    if (!row) throw new Error(`The ledger has no call group ${id}.`)
    return this.#keep(readGroup(row))
  }

  /** The groups that a filter lets through, as a JSON array of ids for SQL; null where it lets all through. */
  matching(filter: CallFilter): string | null {
    const conditions: string[] = []
    const values: string[] = []
    for (const { name, column } of FILTERS) {
      const value = filter[name]
      if (value === undefined) continue
      conditions.push(`${column} = ?`)
      values.push(value)
    }
    if (conditions.length === 0) return null
    const rows = this.#database.all(`SELECT id FROM call_group WHERE ${conditions.join(' AND ')}`, ...values)
    return JSON.stringify(rows.map((row) => Number(row['id'])))
  }

  /**
   * The name of what was grouped by, as of its last call: the people who renamed a key see its new name over its whole
   * past. Only where several names compete is the ledger asked which came last.
   */
  latest(groups: readonly CallGroup[]): CallGroup {
    const [first] = groups
    if (!first) throw new Error('There is no group to name.')
    if (groups.length === 1) return first
    let best = first
    let bestAt = -1
    for (const group of groups) {
      const at = Number(this.#database.get(LAST_CALL, group.id)?.['at'] ?? -1)
      if (at < bestAt || (at === bestAt && group.id < best.id)) continue
      best = group
      bestAt = at
    }
    return best
  }

  #keep(group: CallGroup): CallGroup {
    this.#byId.set(group.id, group)
    this.#byContent.set(contentOfGroup(group).join('\u0000'), group)
    return group
  }
}

/** The id and the name that a group goes by in a grouping. A call without a model, or without a local key, has empty ones. */
export function facetOf(group: CallGroup, groupBy: GroupBy): { id: string; name: string } {
  switch (groupBy) {
    case 'key':
      return { id: group.keyId, name: group.keyName }
    case 'provider':
      return { id: group.providerId, name: group.providerName }
    case 'environment':
      return { id: group.environmentId, name: group.environmentName }
    case 'model':
      return { id: group.model, name: group.model }
    case 'origin':
      return { id: group.origin, name: group.origin }
    case 'localKey':
      return { id: group.localKeyId, name: group.localKeyName }
  }
}

/** What a group says in the place of its models' names, which stand in their rows. */
export const OTHER_MODELS = '(other models)'
const MOST_NAMED = 500
const NAMED = 'SELECT DISTINCT model FROM call_group WHERE key_id = ? AND local_key_id = ?'
const namerOf = ({ keyId, localKeyId }: CallRecord) => `${keyId} ${localKeyId ?? ''}`

const FILTERS: readonly { name: keyof CallFilter; column: string }[] = [
  { name: 'environmentId', column: 'environment_id' },
  { name: 'keyId', column: 'key_id' },
  { name: 'providerId', column: 'provider_id' },
  { name: 'model', column: 'model' },
  { name: 'origin', column: 'origin' },
  { name: 'localKeyId', column: 'local_key_id' },
]

const COLUMNS = [
  'key_id',
  'model',
  'origin',
  'local_key_id',
  'environment_id',
  'provider_id',
  'key_name',
  'key_mask',
  'account_type',
  'local_key_name',
  'environment_name',
  'provider_name',
]
const INSERT = `INSERT INTO call_group (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map(() => '?').join(', ')})
  ON CONFLICT DO NOTHING`
const FIND = `SELECT * FROM call_group WHERE ${COLUMNS.map((column) => `${column} = ?`).join(' AND ')}`
const LAST_CALL = 'SELECT max(started_at) AS at FROM call WHERE group_id = ?'

function contentOf(call: CallRecord): string[] {
  return contentOfGroup({
    ...call,
    localKeyId: call.localKeyId ?? '',
    localKeyName: call.localKeyName ?? '',
    model: call.model ?? '',
  })
}

function contentOfGroup(group: Omit<CallGroup, 'id'>): string[] {
  return [
    group.keyId,
    group.model,
    group.origin,
    group.localKeyId,
    group.environmentId,
    group.providerId,
    group.keyName,
    group.keyMask,
    group.accountType,
    group.localKeyName,
    group.environmentName,
    group.providerName,
  ]
}

function readGroup(row: Row): CallGroup {
  return {
    id: Number(row['id']),
    origin: Origin.parse(row['origin']),
    environmentId: String(row['environment_id']),
    environmentName: String(row['environment_name']),
    providerId: String(row['provider_id']),
    providerName: String(row['provider_name']),
    keyId: String(row['key_id']),
    keyName: String(row['key_name']),
    keyMask: String(row['key_mask']),
    accountType: AccountType.parse(row['account_type']),
    localKeyId: String(row['local_key_id']),
    localKeyName: String(row['local_key_name']),
    model: String(row['model']),
  }
}
