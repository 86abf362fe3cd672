import type { CallRecord } from '../../../contract/calls.ts'
import type { Clock } from '../ports.ts'
import type { CallGroups } from './call-groups.ts'
import type { CallSums } from './call-sums.ts'
import type { Spending } from './ledger-port.ts'

/**
 * What each key has spent since the first of this month, in the machine's time zone. Read from the roll-ups once a month
 * and counted on from there, so that asking before every call costs nothing, and a call counts though the disk refused it.
 */
export class MonthlySpending implements Spending {
  readonly #groups: CallGroups
  readonly #sums: CallSums
  readonly #clock: Clock
  readonly #pending: () => readonly CallRecord[]
  #month: { from: number; to: number; byKey: Map<string, number> } | null = null

  constructor(options: { groups: CallGroups; sums: CallSums; clock: Clock; pending: () => readonly CallRecord[] }) {
    this.#groups = options.groups
    this.#sums = options.sums
    this.#clock = options.clock
    this.#pending = options.pending
  }

  monthToDate(keyId: string): number {
    return this.#current().byKey.get(keyId) ?? 0
  }

  /** Counts a call at once, before it is on disk. */
  add(call: CallRecord): void {
    const month = this.#month
    if (!month || call.cost === null || call.startedAt < month.from || call.startedAt >= month.to) return
    month.byKey.set(call.keyId, (month.byKey.get(call.keyId) ?? 0) + call.cost)
  }

  #current(): { byKey: Map<string, number> } {
    const now = this.#clock.now()
    if (this.#month && now >= this.#month.from && now < this.#month.to) return this.#month
    const today = new Date(now)
    const month = {
      from: new Date(today.getFullYear(), today.getMonth(), 1).getTime(),
      to: new Date(today.getFullYear(), today.getMonth() + 1, 1).getTime(),
      byKey: new Map<string, number>(),
    }
    for (const { groupId, value } of this.#sums.metric('cost', month, {})) {
      const { keyId } = this.#groups.byId(groupId)
      month.byKey.set(keyId, (month.byKey.get(keyId) ?? 0) + value)
    }
    this.#month = month
    for (const call of this.#pending()) this.add(call)
    return month
  }
}
