import { randomUUID } from 'node:crypto'
import type { CallRecord } from '../../contract/calls.ts'
import type {
  CallTimes,
  Door,
  DoorError,
  DoorRequest,
  DoorResponse,
  Passport,
  Passports,
} from '../../main/core/door/door-types.ts'
import { PassingBody } from '../../main/core/door/passing-body.ts'

/** A door at the port: the test says what comes through it, byte by byte, and how the ledger recorded it. */
export class ScriptedDoor implements Door {
  readonly #calls: ScriptedCall[] = []
  readonly #waiting: ((call: ScriptedCall) => void)[] = []
  #refusal: DoorError | null = null

  refuseNext(error: DoorError): void {
    this.#refusal = error
  }

  async send(request: DoorRequest): Promise<DoorResponse> {
    if (this.#refusal) throw this.#refusal
    const call = new ScriptedCall(request)
    const waiting = this.#waiting.shift()
    if (waiting) waiting(call)
    else this.#calls.push(call)
    return call.response
  }

  /** The next call that asks to leave; its answer begins with `status` and, for 200, as an event stream. */
  async nextCall(answer: { status: number } = { status: 200 }): Promise<ScriptedCall> {
    const call = this.#calls.shift() ?? (await new Promise<ScriptedCall>((resolve) => this.#waiting.push(resolve)))
    call.begin(answer.status)
    return call
  }

  cut(): void {}

  async close(): Promise<void> {}
}

/** One call under way. Stopped, it is recorded as the real door would: `stopped`. */
export class ScriptedCall {
  readonly request: DoorRequest
  readonly response: Promise<DoorResponse>
  #begin: (response: DoorResponse) => void = () => {}
  #record: (record: CallRecord) => void = () => {}
  readonly #body = new PassingBody(
    () => {},
    () => {},
  )

  constructor(request: DoorRequest) {
    this.request = request
    this.response = new Promise((resolve) => {
      this.#begin = resolve
    })
    const onStop = () => {
      this.#record(callRecord({ endState: 'stopped', errorCode: 'stopped' }))
      this.#body.destroy()
    }
    request.signal.addEventListener('abort', onStop)
    this.#body.on('close', onStop)
  }

  begin(status: number): void {
    this.#begin({
      callId: randomUUID(),
      status,
      headers: { 'content-type': status === 200 ? 'text/event-stream' : 'application/json' },
      body: this.#body,
      recorded: new Promise((resolve) => {
        this.#record = resolve
      }),
      times: noTimes,
    })
  }

  json(): Record<string, unknown> {
    const { body } = this.request
    return Buffer.isBuffer(body) ? JSON.parse(body.toString()) : {}
  }

  say(delta: Record<string, unknown>): void {
    this.raw(`data: ${JSON.stringify({ choices: [{ index: 0, delta }] })}\n\n`)
  }

  raw(bytes: string): void {
    this.#body.give(Buffer.from(bytes))
  }

  finish(record: CallRecord, { done } = { done: true }): void {
    this.#record(record)
    if (done) this.raw('data: [DONE]\n\n')
    this.#body.finish()
  }
}

/** Of a call that no clock was asked about. */
export const noTimes: CallTimes = { leftMonotonic: null, overMonotonic: null, waitMs: 0 }

/** A ledger row that says the least it may. */
export function callRecord(fields: Partial<CallRecord> = {}): CallRecord {
  return {
    id: randomUUID(),
    startedAt: 1_700_000_000_000,
    origin: 'playground',
    environmentId: randomUUID(),
    environmentName: 'Development',
    providerId: randomUUID(),
    providerName: 'Custom',
    keyId: randomUUID(),
    keyName: 'Laptop',
    keyMask: '•••• f456',
    accountType: 'pro',
    localKeyId: null,
    localKeyName: null,
    client: null,
    conversationId: null,
    method: 'POST',
    path: '/chat/completions',
    model: 'tiny',
    streaming: true,
    endState: 'ok',
    status: 200,
    errorLayer: null,
    errorCode: null,
    tokens: null,
    cost: null,
    priceSource: 'unknown',
    waitMs: 0,
    timeToFirstTokenMs: null,
    durationMs: 10,
    attempt: 1,
    requestBytes: 0,
    responseBytes: 0,
    providerRequestId: null,
    ...fields,
  }
}

/** A key that may do anything. */
export function passport(): Passport {
  return {
    keyId: randomUUID(),
    keyName: 'Laptop',
    keyMask: '•••• f456',
    secretId: randomUUID(),
    status: 'active',
    accountType: 'enterprise',
    requestsPerMinute: null,
    modelTiers: null,
    monthlyBudget: null,
    environment: { id: randomUUID(), name: 'Development' },
    provider: {
      id: randomUUID(),
      preset: 'custom',
      name: 'Custom',
      baseUrl: 'http://127.0.0.1:1/v1',
      needsKey: true,
      tierRules: [],
      prices: [],
      headers: [],
      proxy: { mode: 'setting' },
      caPem: null,
    },
    boundOrigin: 'http://127.0.0.1:1',
    boundPath: '/v1',
  }
}

export function passportsOf(...known: Passport[]): Passports {
  return { find: (keyId) => known.find((one) => one.keyId === keyId) ?? null, used() {} }
}
