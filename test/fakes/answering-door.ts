import { randomUUID } from 'node:crypto'
import type { CallError } from '../../contract/call-error.ts'
import { DoorError, type DoorRequest, type DoorResponse } from '../../main/core/door/door-types.ts'
import { describe } from '../../main/core/door/error-response.ts'
import { wholeBody } from '../../main/core/door/passing-body.ts'
import { callRecord, noTimes } from './scripted-door.ts'
import { ClosedDoor } from './vault-fixture.ts'

/** A door whose every call is answered by the test. */
export class AnsweringDoor extends ClosedDoor {
  readonly requests: DoorRequest[] = []
  #answer: (request: DoorRequest) => Promise<DoorResponse>

  constructor(answer: (request: DoorRequest) => Promise<DoorResponse> = async () => answerWith(200, models('tiny'))) {
    super()
    this.#answer = answer
  }

  override send(request: DoorRequest): Promise<DoorResponse> {
    this.requests.push(request)
    return this.#answer(request)
  }

  /** From now on every call gets this; an error as the door describes it. */
  answer(status: number, body: string, error: CallError | null = null): void {
    this.#answer = async () => answerWith(status, body, error)
  }

  refuse(error: CallError): void {
    this.#answer = () => Promise.reject(new DoorError(error, null))
  }

  /** What runs in place of an answer. */
  meanwhile(answer: (request: DoorRequest) => Promise<DoorResponse>): void {
    this.#answer = answer
  }
}

/** A provider's answer to a check. */
export function answerWith(status: number, body: string, error: CallError | null = null): DoorResponse {
  const response: DoorResponse = {
    callId: randomUUID(),
    status,
    headers: { 'content-type': 'application/json' },
    body: wholeBody(Buffer.from(body)),
    recorded: Promise.resolve(callRecord({ origin: 'check', status })),
    times: noTimes,
  }
  if (error) describe(response, error)
  return response
}

/** The body of a list of models. */
export const models = (...ids: string[]) =>
  JSON.stringify({ object: 'list', data: ids.map((id) => ({ id, object: 'model' })) })

/** An error that says the least it may. */
export const callError = (fields: Partial<CallError>): CallError => ({
  layer: 'vault',
  status: null,
  code: 'internal_error',
  message: 'No.',
  providerMessage: null,
  hint: null,
  requestId: null,
  retryAfterMs: null,
  ...fields,
})
