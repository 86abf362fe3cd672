import type { CallRecord } from '../contract/calls.ts'
import type { Calls } from '../main/core/calls/create-calls.ts'
import { type CallPlan, manyCalls } from '../test/fakes/calls.ts'

const BATCH = 5_000

/** Records many calls through the ledger itself, a large batch a transaction. */
export async function seedLedger(
  calls: Calls,
  plan: CallPlan,
  onBatch: (done: number) => void = () => {},
): Promise<void> {
  let done = 0
  let batch: CallRecord[] = []
  const write = async () => {
    await Promise.all(batch.map((call) => calls.ledger.record(call)))
    done += batch.length
    batch = []
    onBatch(done)
  }
  for (const call of manyCalls(plan)) {
    batch.push(call)
    if (batch.length === BATCH) await write()
  }
  await write()
}
