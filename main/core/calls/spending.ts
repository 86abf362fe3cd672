import type { CallRecord } from '../../../contract/calls.ts'
import { localMonth } from '../local-month.ts'
import type { Clock } from '../ports.ts'
import type { CallGroups } from './call-groups.ts'
import type { CallSums } from './call-sums.ts'
import type { Spending } from './ledger-port.ts'

interface Month {
  from: number
  to: number
  byKey: Map<string, number>
  byLocalKey: Map<string, number>
}

/**
 * What each vault key and each local key has spent since the first of this month, in the machine's time zone. Read from the roll-ups once a month
 * and counted on from there, so that asking before every call costs nothing, and a call counts though the disk refused it.
 */
export class MonthlySpending implements Spending {
  readonly #groups: CallGroups
  readonly #sums: CallSums
  readonly #clock: Clock
  readonly #pending: () => readonly CallRecord[]
  #month: Month | null = null

  constructor(options: { groups: CallGroups; sums: CallSums; clock: Clock; pending: () => readonly CallRecord[] }) {
    this.#groups = options.groups
    this.#sums = options.sums
    this.#clock = options.clock
    this.#pending = options.pending
  }

  monthToDate(keyId: string): number {
    return this.#current().byKey.get(keyId) ?? 0
  }

  localKeyMonthToDate(localKeyId: string): number {
    return this.#current().byLocalKey.get(localKeyId) ?? 0
  }

  /** Counts a call at once, before it is on disk. */
  add(call: CallRecord): void {
    const month = this.#month
    if (!month || call.cost === null || call.startedAt < month.from || call.startedAt >= month.to) return
    addTo(month.byKey, call.keyId, call.cost)
    if (call.localKeyId !== null) addTo(month.byLocalKey, call.localKeyId, call.cost)
  }

  #current(): Month {
    const now = this.#clock.now()
    if (this.#month && now >= this.#month.from && now < this.#month.to) return this.#month
    const month: Month = { ...localMonth(now), byKey: new Map(), byLocalKey: new Map() }
    for (const { groupId, value } of this.#sums.metric('cost', month, {})) {
      const { keyId, localKeyId } = this.#groups.byId(groupId)
      addTo(month.byKey, keyId, value)
      if (localKeyId !== '') addTo(month.byLocalKey, localKeyId, value)
    }
    this.#month = month
    for (const call of this.#pending()) this.add(call)
    return month
  }
}

const addTo = (sums: Map<string, number>, id: string, value: number) => sums.set(id, (sums.get(id) ?? 0) + value)
