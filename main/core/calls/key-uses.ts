import { Origin } from '../../../contract/calls.ts'
import type { Database } from '../storage/database.ts'
import type { KeyUse } from './uses-types.ts'

/** Reads when each key was last used from each origin, in each environment: one look into an index for each group of calls. */
export function readKeyUses(database: Database): KeyUse[] {
  return database.all(LAST_USES).flatMap((row) => {
    const origin = Origin.safeParse(row['origin'])
    if (!origin.success) return []
    return [
      {
        keyId: String(row['key_id']),
        origin: origin.data,
        environmentId: String(row['environment_id']),
        lastAt: Number(row['last_at']),
      },
    ]
  })
}

const LAST_USES = `SELECT key_id, origin, environment_id, max(last_at) AS last_at FROM (
    SELECT key_id, origin, environment_id,
      (SELECT max(started_at) FROM call WHERE group_id = call_group.id) AS last_at FROM call_group
  ) WHERE last_at IS NOT NULL GROUP BY key_id, origin, environment_id`
