import { randomUUID } from 'node:crypto'
import type { GatewayRefusal } from '../../../../contract/gateway.ts'
import type { Clock } from '../../ports.ts'

const kept = 100
const togetherMs = 60_000

/** What is told of a request that never became a call. */
export type RefusalFields = Omit<GatewayRefusal, 'id' | 'at' | 'lastAt' | 'count'>

/** The last refusals, newest first. The same within a minute adds up, so that a flood fills no list. */
export class Refusals {
  readonly #clock: Clock
  #list: GatewayRefusal[] = []

  constructor(clock: Clock) {
    this.#clock = clock
  }

  list(): GatewayRefusal[] {
    return this.#list
  }

  note(fields: RefusalFields): void {
    const now = this.#clock.now()
    const before = this.#list.find((one) => now - one.lastAt < togetherMs && isSame(one, fields))
    const rest = before ? this.#list.filter((one) => one !== before) : this.#list.slice(0, kept - 1)
    const next = before ?? { ...fields, id: randomUUID(), at: now, count: 0, lastAt: now }
    this.#list = [{ ...next, lastAt: now, count: next.count + 1 }, ...rest]
  }
}

const compared = ['status', 'code', 'localKeyId', 'method', 'path', 'client'] as const

const isSame = (one: RefusalFields, other: RefusalFields) => compared.every((name) => one[name] === other[name])
