import { randomBytes, randomUUID } from 'node:crypto'
import type { CallRecord } from '../../contract/calls.ts'
import type { Ledger } from '../../main/core/calls/ledger-port.ts'
import { systemClock } from '../../main/core/clock.ts'
import { bindingOf } from '../../main/core/door/binding.ts'
import { createDoor, type DoorParts } from '../../main/core/door/create-door.ts'
import type { Door, DoorRequest, Passport } from '../../main/core/door/door-types.ts'
import { createRedactor } from '../../main/core/door/redact.ts'
import type { ResponseRegister } from '../../main/core/door/response-port.ts'
import type { Log, LogFields } from '../../main/core/ports.ts'
import { memoryRegister } from '../fakes/response-register.ts'

/** A key that looks like a real one, made at run time. */
export const fakeKey = () => `yx-${randomBytes(18).toString('hex')}`

/** A passport for a key of a provider on this address. */
export function passportFor(
  baseUrl: string,
  rest: Partial<Passport> = {},
  provider: Partial<Passport['provider']> = {},
): Passport {
  const url = new URL(baseUrl)
  const { proxy = { mode: 'setting' }, caPem = null } = provider
  const keyId = rest.keyId ?? randomUUID()
  return {
    keyId,
    secretId: keyId,
    keyName: 'Test key',
    keyMask: 'yx-…abcd',
    status: 'active',
    accountType: 'enterprise',
    requestsPerMinute: null,
    modelTiers: null,
    monthlyBudget: null,
    environment: { id: randomUUID(), name: 'Development' },
    provider: {
      id: randomUUID(),
      preset: 'custom',
      name: 'Fault provider',
      baseUrl,
      needsKey: true,
      tierRules: [],
      prices: [],
      headers: [],
      proxy,
      caPem,
      ...provider,
    },
    boundOrigin: bindingOf({ baseUrl, proxy, caPem }) || url.origin,
    boundPath: url.pathname.replace(/\/$/, ''),
    ...rest,
  }
}

/** A ledger in memory that can be told to hold its commits back, or to refuse them. */
export class MemoryLedger implements Ledger {
  readonly rows: CallRecord[] = []
  gate: Promise<void> = Promise.resolve()
  failure: Error | null = null
  /** Resolves when the first row is handed over, committed or not. */
  readonly asked: Promise<void>
  readonly #noteAsked: () => void

  constructor() {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.asked = promise
    this.#noteAsked = resolve
  }

  async record(call: CallRecord): Promise<void> {
    this.#noteAsked()
    await this.gate
    if (this.failure) throw this.failure
    this.rows.push(call)
  }

  get last(): CallRecord {
    const last = this.rows.at(-1)
    if (!last) throw new Error('No row was recorded.')
    return last
  }
}

export interface DoorFixture {
  door: Door
  passport: Passport
  secret: string
  ledger: MemoryLedger
  /** Every line that was logged, as text. */
  logged: string[]
  /** When each call that reached the provider was noted. */
  used: string[]
  spent: { amount: number; byLocalKey: number }
  responses: ResponseRegister
  request(rest?: Partial<DoorRequest>): DoorRequest
  /** A chat request whose answer is streamed. */
  chat(body?: object, rest?: Partial<DoorRequest>): DoorRequest
  close(): Promise<void>
}

/** A whole door with fakes at its ports, for one key of one provider. */
export function openDoor(passport: Passport, parts: Partial<DoorParts> = {}): DoorFixture {
  const secret = fakeKey()
  const ledger = new MemoryLedger()
  const logged: string[] = []
  const used: string[] = []
  const spent = { amount: 0, byLocalKey: 0 }
  const line = (level: string) => (event: string, fields?: LogFields) => {
    logged.push(`${level} ${event} ${JSON.stringify(fields ?? {})}`)
  }
  const responses = parts.responses ?? memoryRegister()
  const log: Log = { info: line('info'), warn: line('warn'), error: line('error') }
  const door = createDoor({
    passports: { find: (id) => (id === passport.keyId ? passport : null), used: (id) => used.push(id) },
    reader: { read: () => Promise.resolve(secret) },
    ledger,
    prices: {
      price: ({ tokens, reportedDollars }) =>
        reportedDollars === null
          ? { cost: tokens.input * 10 + tokens.output * 100, source: 'catalog@test' }
          : { cost: Math.round(reportedDollars * 1_000_000), source: 'provider' },
    },
    spending: { monthToDate: () => spent.amount, localKeyMonthToDate: () => spent.byLocalKey },
    responses,
    settings: { useProxyEnvironment: () => false },
    clock: systemClock,
    log,
    redactor: createRedactor(),
    ...parts,
  })
  const request = (rest: Partial<DoorRequest> = {}): DoorRequest => ({
    origin: 'gateway',
    keyId: passport.keyId,
    method: 'GET',
    path: '/models',
    headers: {},
    body: null,
    signal: new AbortController().signal,
    atLimit: 'refuse',
    ...rest,
  })
  const chat = (body: object = {}, rest: Partial<DoorRequest> = {}) =>
    request({
      method: 'POST',
      path: '/chat/completions',
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(
        JSON.stringify({ model: 'fake-1', stream: true, messages: [{ role: 'user', content: 'Say hello' }], ...body }),
      ),
      ...rest,
    })
  return { door, passport, secret, ledger, logged, used, spent, responses, request, chat, close: () => door.close() }
}
