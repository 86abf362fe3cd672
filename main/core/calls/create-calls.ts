import type { EventBus } from '../event-bus.ts'
import { paced } from '../paced.ts'
import type { Clock, Log } from '../ports.ts'
import type { Database } from '../storage/database.ts'
import { CallGroups } from './call-groups.ts'
import { CallList } from './call-list.ts'
import { CallSums } from './call-sums.ts'
import { GroupCommitLedger, type LedgerState } from './group-commit-ledger.ts'
import { readKeyUses } from './key-uses.ts'
import type { Ledger, PriceBook, Spending } from './ledger-port.ts'
import { CatalogPrices } from './price-book.ts'
import { MonthlySpending } from './spending.ts'
import { type KeyUsage, UsageByKey } from './usage-by-key.ts'
import { UsageReader } from './usage-reader.ts'
import type { KeyUse } from './uses-types.ts'

/** The calls domain: what the door writes to, and what the pages ask. */
export interface Calls {
  readonly ledger: Ledger
  readonly prices: PriceBook
  readonly spending: Spending
  totals: UsageReader['totals']
  groups: UsageReader['groups']
  series: UsageReader['series']
  list: CallList['page']
  /** Whether every call is on disk. */
  state(): LedgerState
  /** Calls, cost and daily calls of every key over the last 30 UTC days. A key without calls is absent. */
  usageByKey(): Map<string, KeyUsage>
  /** The same of every local key. */
  usageByLocalKey(): Map<string, KeyUsage>
  /** When each key was last called, from each origin and in each environment. */
  keyUses(): KeyUse[]
  /** Writes what waits. Calls that arrive later are refused. */
  close(): Promise<void>
}

const EVENT_PAUSE_MS = 1_000
const PRICES_AFTER_MS = 1_000

/** Builds the calls domain over an open database. */
export function createCalls(options: { database: Database; clock: Clock; log: Log; events: EventBus }): Calls {
  const { database, clock, log, events } = options
  const groups = new CallGroups(database)
  const sums = new CallSums(database, groups)
  const reader = new UsageReader(groups, sums)
  const list = new CallList({ database, groups, log })
  const usageByKey = new UsageByKey(database, clock, 'key_id')
  const usageByLocalKey = new UsageByKey(database, clock, 'local_key_id')
  const prices = new CatalogPrices(log)
  const announce = paced(clock, EVENT_PAUSE_MS, () => events.emit({ type: 'calls' }))
  const ledger = new GroupCommitLedger({
    database,
    groups,
    clock,
    log,
    onChange: () => {
      usageByKey.forget()
      usageByLocalKey.forget()
      announce.run()
    },
  })
  const spending = new MonthlySpending({ groups, sums, clock, pending: () => ledger.pending })
  const cancelPrices = clock.after(PRICES_AFTER_MS, () => void prices.load())

  return {
    ledger: {
      record(call) {
        spending.add(call)
        return ledger.record(call)
      },
    },
    prices,
    spending,
    totals: (span, filter) => reader.totals(span, filter),
    groups: (span, groupBy, filter, limit) => reader.groups(span, groupBy, filter, limit),
    series: (question) => reader.series(question),
    list: (question) => list.page(question),
    state: () => ledger.state,
    usageByKey: () => usageByKey.read(),
    usageByLocalKey: () => usageByLocalKey.read(),
    keyUses: () => readKeyUses(database),
    async close() {
      cancelPrices()
      announce.cancel()
      ledger.close()
    },
  }
}
