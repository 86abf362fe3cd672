import OpenAI from 'openai'
import type { ChatCompletionChunk, ChatCompletionMessageParam } from 'openai/resources/chat/completions'
import type { CallError } from '../../../contract/call-error.ts'
import type { CallRecord, EndState } from '../../../contract/calls.ts'
import { createDoorFetch } from '../door/door-fetch.ts'
import type { Door, DoorResponse } from '../door/door-types.ts'
import { answerError, doorErrorIn } from './answer-error.ts'

export interface Ask {
  keyId: string
  conversationId: string
  model: string
  messages: ChatCompletionMessageParam[]
  retries: number
  signal: AbortSignal
  onWait(ms: number): void
  onDelta(text: string, reasoning: string): void
}

export interface AskEnd {
  state: EndState
  record: CallRecord | null
  error: CallError | null
}

/** Asks through the door with the `openai` SDK and passes on what comes. Never rejects: a failure is an end. */
export async function askProvider(door: Door, ask: Ask): Promise<AskEnd> {
  let response: DoorResponse | null = null
  const watchedDoor: Pick<Door, 'send'> = {
    async send(request) {
      response = await door.send(request)
      return response
    },
  }
  let thrown: unknown = null
  try {
    const stream = await createClient(watchedDoor, ask).chat.completions.create(
      { model: ask.model, messages: ask.messages, stream: true },
      { signal: ask.signal },
    )
    for await (const chunk of stream) passOn(chunk, ask)
  } catch (error) {
    thrown = error
  }
  const answered = response as DoorResponse | null
  const record = answered ? await answered.recorded : (doorErrorIn(thrown)?.record ?? null)
  return endOf(thrown, record, ask.signal.aborted)
}

/** Nothing from the machine's environment, no retries of its own, no headers that describe the machine. */
function createClient(door: Pick<Door, 'send'>, ask: Ask): OpenAI {
  const send = createDoorFetch(door, {
    origin: 'playground',
    keyId: ask.keyId,
    conversationId: ask.conversationId,
    signal: ask.signal,
    onWait: (ms) => ask.onWait(ms),
    retries: ask.retries,
  })
  return new OpenAI({
    apiKey: 'set-by-the-door',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    baseURL: 'https://door.invalid',
    maxRetries: 0,
    timeout: 2_147_483_647,
    logLevel: 'off',
    fetch: (url, init) => send(url, { ...init, headers: PLAIN_HEADERS }),
  })
}

const PLAIN_HEADERS = { 'content-type': 'application/json', accept: 'text/event-stream', 'user-agent': 'Keydeck' }

function passOn(chunk: ChatCompletionChunk, ask: Ask): void {
  const delta: unknown = chunk.choices?.[0]?.delta
  if (!delta || typeof delta !== 'object') return
  const text = part(delta, 'content') + part(delta, 'refusal')
  const reasoning = part(delta, 'reasoning_content') || part(delta, 'reasoning')
  if (text !== '' || reasoning !== '') ask.onDelta(text, reasoning)
}

function part(delta: object, name: string): string {
  const value: unknown = Object.getOwnPropertyDescriptor(delta, name)?.value
  return typeof value === 'string' ? value : ''
}

function endOf(thrown: unknown, record: CallRecord | null, isStopped: boolean): AskEnd {
  if (record && record.endState !== 'error' && (thrown === null || isStopped || record.endState !== 'ok')) {
    return { state: record.endState, record, error: null }
  }
  if (isStopped && (!record || record.errorCode === 'stopped')) return { state: 'stopped', record, error: null }
  const error = answerError(thrown, record)
  return {
    state: error.code === 'stopped' ? 'stopped' : 'error',
    record,
    error: error.code === 'stopped' ? null : error,
  }
}
