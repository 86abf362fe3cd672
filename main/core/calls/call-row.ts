import { CallRecord } from '../../../contract/calls.ts'
import type { Database, Row, Value } from '../storage/database.ts'

const COLUMNS = [
  'id',
  'started_at',
  'group_id',
  'client',
  'conversation_id',
  'method',
  'path',
  'streaming',
  'end_state',
  'status',
  'error_layer',
  'error_code',
  'tokens_in',
  'tokens_cached',
  'tokens_out',
  'tokens_reasoning',
  'tokens_estimated',
  'cost',
  'price_source',
  'wait_ms',
  'first_token_ms',
  'duration_ms',
  'attempt',
  'request_bytes',
  'response_bytes',
  'provider_request_id',
  'model',
]
const INSERT = `INSERT INTO call (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map(() => '?').join(', ')})
  ON CONFLICT (started_at, id) DO NOTHING`

/** Selects calls with their groups; ends before WHERE. The result is for `readCall`. */
export const SELECT_CALLS = `SELECT call.*, call_group.*, call.id AS id, coalesce(call.model, call_group.model) AS model
  FROM call JOIN call_group ON call_group.id = call.group_id`

/** Inserts one call; false where the ledger has it already, so that a write which is tried again counts nothing twice. */
export function insertCall(database: Database, call: CallRecord, group: { id: number; model: string }): boolean {
  const values: Value[] = [
    call.id,
    call.startedAt,
    group.id,
    call.client,
    call.conversationId,
    call.method,
    call.path,
    call.streaming ? 1 : 0,
    call.endState,
    call.status,
    call.errorLayer,
    call.errorCode,
    call.tokens?.input ?? null,
    call.tokens?.cached ?? null,
    call.tokens?.output ?? null,
    call.tokens?.reasoning ?? null,
    call.tokens?.estimated ? 1 : 0,
    call.cost,
    call.priceSource,
    call.waitMs,
    call.timeToFirstTokenMs,
    call.durationMs,
    call.attempt,
    call.requestBytes,
    call.responseBytes,
    call.providerRequestId,
    group.model === (call.model ?? '') ? null : call.model,
  ]
  return database.run(INSERT, ...values) === 1
}

/** A row of `SELECT_CALLS` as the contract's record. Throws where the file holds what no Keydeck wrote. */
export function readCall(row: Row): CallRecord {
  return CallRecord.parse({
    id: row['id'],
    startedAt: row['started_at'],
    origin: row['origin'],
    environmentId: row['environment_id'],
    environmentName: row['environment_name'],
    providerId: row['provider_id'],
    providerName: row['provider_name'],
    keyId: row['key_id'],
    keyName: row['key_name'],
    keyMask: row['key_mask'],
    accountType: row['account_type'],
    localKeyId: row['local_key_id'] === '' ? null : row['local_key_id'],
    localKeyName: row['local_key_id'] === '' ? null : row['local_key_name'],
    client: row['client'],
    conversationId: row['conversation_id'],
    method: row['method'],
    path: row['path'],
    model: row['model'] === '' ? null : row['model'],
    streaming: row['streaming'] === 1,
    endState: row['end_state'],
    status: row['status'],
    errorLayer: row['error_layer'],
    errorCode: row['error_code'],
    tokens:
      row['tokens_in'] === null
        ? null
        : {
            input: row['tokens_in'],
            cached: row['tokens_cached'],
            output: row['tokens_out'],
            reasoning: row['tokens_reasoning'],
            estimated: row['tokens_estimated'] === 1,
          },
    cost: row['cost'],
    priceSource: row['price_source'],
    waitMs: row['wait_ms'],
    timeToFirstTokenMs: row['first_token_ms'],
    durationMs: row['duration_ms'],
    attempt: row['attempt'],
    requestBytes: row['request_bytes'],
    responseBytes: row['response_bytes'],
    providerRequestId: row['provider_request_id'],
  })
}
