import { systemClock } from '../../main/core/clock.ts'
import { createResponseRegister } from '../../main/core/door/create-response-register.ts'
import type { ResponseRegister } from '../../main/core/door/response-port.ts'
import { Database } from '../../main/core/storage/database.ts'
import { madeResponseTables } from '../../main/core/storage/migrations/007-made-responses.ts'
import { heldResponseColumn } from '../../main/core/storage/migrations/009-held-responses.ts'

/** The real register, in memory. */
export function memoryRegister(): ResponseRegister {
  const database = new Database(':memory:')
  database.script(madeResponseTables + heldResponseColumn)
  return createResponseRegister({ database, clock: systemClock })
}
