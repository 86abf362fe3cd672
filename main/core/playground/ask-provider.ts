import OpenAI from 'openai'
import type { ChatCompletionChunk, ChatCompletionMessageParam } from 'openai/resources/chat/completions'
import type { CallError } from '../../../contract/call-error.ts'
import type { CallRecord, EndState } from '../../../contract/calls.ts'
import { createDoorFetch, doorBaseUrl } from '../door/door-fetch.ts'
import type { Door, DoorResponse } from '../door/door-types.ts'
import type { Redactor } from '../door/redact.ts'
import { answerError, doorErrorIn } from './answer-error.ts'

export interface Ask {
  keyId: string
  conversationId: string
  model: string
  messages: ChatCompletionMessageParam[]
  retries: number
  signal: AbortSignal
  /** Keeps keys out of what the provider says: whole for its errors, piece by piece for its answer. */
  redactor: Pick<Redactor, 'redact' | 'strainer'>
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
  const answered: { response?: DoorResponse } = {}
  const client = createClient(door, ask, (response) => {
    answered.response = response
  })
  let thrown: unknown = null
  const text = ask.redactor.strainer()
  const reasoning = ask.redactor.strainer()
  try {
    const stream = await client.chat.completions.create(
      { model: ask.model, messages: ask.messages, stream: true },
      { signal: ask.signal },
    )
    for await (const chunk of stream) {
      const delta = wordsOf(chunk)
      tell(ask, text.push(delta.text), reasoning.push(delta.reasoning))
    }
  } catch (error) {
    thrown = error
  }
  tell(ask, text.end(), reasoning.end())
  const record = answered.response ? await answered.response.recorded : (doorErrorIn(thrown)?.record ?? null)
  return endOf(thrown, record, ask)
}

/** Nothing from the machine's environment, no retries of its own, no headers that describe the machine. */
function createClient(door: Pick<Door, 'send'>, ask: Ask, onResponse: (response: DoorResponse) => void): OpenAI {
  const send = createDoorFetch(door, {
    origin: 'playground',
    keyId: ask.keyId,
    conversationId: ask.conversationId,
    signal: ask.signal,
    onWait: (ms) => ask.onWait(ms),
    retries: ask.retries,
    onResponse,
  })
  return new OpenAI({
    apiKey: 'set-by-the-door',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    baseURL: doorBaseUrl,
    maxRetries: 0,
    timeout: 2_147_483_647,
    logLevel: 'off',
    fetch: (url, init) => send(url, { ...init, headers: PLAIN_HEADERS }),
  })
}

const PLAIN_HEADERS = { 'content-type': 'application/json', accept: 'text/event-stream', 'user-agent': 'Keydeck' }

function wordsOf(chunk: ChatCompletionChunk): { text: string; reasoning: string } {
  const delta: unknown = chunk.choices?.[0]?.delta
  if (!delta || typeof delta !== 'object') return { text: '', reasoning: '' }
  return {
    text: part(delta, 'content') + part(delta, 'refusal'),
    reasoning: part(delta, 'reasoning_content') || part(delta, 'reasoning'),
  }
}

function tell(ask: Ask, text: string, reasoning: string): void {
  if (text !== '' || reasoning !== '') ask.onDelta(text, reasoning)
}

function part(delta: object, name: string): string {
  const value: unknown = Object.getOwnPropertyDescriptor(delta, name)?.value
  return typeof value === 'string' ? value : ''
}

function endOf(thrown: unknown, record: CallRecord | null, ask: Ask): AskEnd {
  const isStopped = ask.signal.aborted
  if (record && record.endState !== 'error' && (thrown === null || isStopped || record.endState !== 'ok')) {
    const cut = doorErrorIn(thrown)?.error ?? null
    return { state: record.endState, record, error: cut?.code === 'stopped' ? null : cut }
  }
  if (isStopped && (!record || record.errorCode === 'stopped')) return { state: 'stopped', record, error: null }
  return { state: 'error', record, error: answerError(thrown, record, (words) => ask.redactor.redact(words)) }
}
