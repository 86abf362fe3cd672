import type { EventBus } from '../event-bus.ts'
import { paced } from '../paced.ts'
import type { Clock, Log } from '../ports.ts'
import type { Database } from '../storage/database.ts'
import { CallGroups } from './call-groups.ts'
import { openJournal } from './call-journal.ts'
import { CallList } from './call-list.ts'
import { CallSums } from './call-sums.ts'
import { FlowReader } from './flow-reader.ts'
import { GroupCommitLedger, type LedgerState } from './group-commit-ledger.ts'
import type { LedgerNotice } from './journal-notice.ts'
import { readKeyUses } from './key-uses.ts'
import type { Ledger, PriceBook, Spending } from './ledger-port.ts'
import { CatalogPrices } from './price-book.ts'
import { MonthlySpending } from './spending.ts'
import { type KeyUsage, UsageByKey } from './usage-by-key.ts'
import { UsageReader } from './usage-reader.ts'
import type { KeyUse } from './uses-types.ts'

export type { LedgerNotice } from './journal-notice.ts'

/** The calls domain: what the door writes to, and what the pages ask. */
export interface Calls {
  readonly ledger: Ledger
  readonly prices: PriceBook
  readonly spending: Spending
  totals: UsageReader['totals']
  groups: UsageReader['groups']
  flow: FlowReader['flow']
  series: UsageReader['series']
  list: CallList['page']
  /** What the person has to know of the calls that the last process left; null where all is in the ledger. */
  readonly notice: LedgerNotice | null
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

interface CallsOptions {
  database: Database
  clock: Clock
  log: Log
  events: EventBus
  /** The file for calls that no transaction holds yet. Without it each call waits for its transaction. */
  journal?: string
}

/** Builds the calls domain over an open database. */
export function createCalls(options: CallsOptions): Calls {
  const { database, clock, log, events, journal = null } = options
  const groups = new CallGroups(database)
  const sums = new CallSums(database, groups)
  const reader = new UsageReader(groups, sums)
  const flows = new FlowReader(groups, sums)
  const list = new CallList({ database, groups, log })
  const usageByKey = new UsageByKey(database, clock, 'key_id')
  const usageByLocalKey = new UsageByKey(database, clock, 'local_key_id')
  const prices = new CatalogPrices(log)
  const announce = paced(clock, EVENT_PAUSE_MS, () => events.emit({ type: 'calls' }))
  const ledger = new GroupCommitLedger({
    database,
    groups,
    journal: journal === null ? null : openJournal(journal, log),
    clock,
    log,
    onChange: () => {
      usageByKey.forget()
      usageByLocalKey.forget()
      announce.run()
    },
  })
  const spending = new MonthlySpending({ groups, sums, clock, pending: () => ledger.pending })
  /** Who reads from the database finds what has ended before. */
  const upToDate = <Reader>(reading: Reader): Reader => {
    ledger.flush()
    return reading
  }
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
    totals: (span, filter) => upToDate(reader).totals(span, filter),
    groups: (span, groupBy, filter, limit) => upToDate(reader).groups(span, groupBy, filter, limit),
    flow: (span, filter, atMost) => upToDate(flows).flow(span, filter, atMost),
    series: (question) => upToDate(reader).series(question),
    list: (question) => upToDate(list).page(question),
    notice: ledger.notice,
    state: () => ledger.state,
    usageByKey: () => upToDate(usageByKey).read(),
    usageByLocalKey: () => upToDate(usageByLocalKey).read(),
    keyUses: () => readKeyUses(upToDate(database)),
    async close() {
      cancelPrices()
      announce.cancel()
      ledger.close()
    },
  }
}
