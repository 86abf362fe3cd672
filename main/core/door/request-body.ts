import { type ByteSpan, scanTopLevel, type TopLevel } from './json-scan.ts'

/** What the door reads of a JSON body. */
export interface BodyFacts {
  model: string | null
  stream: boolean
  /** The most tokens the asker allows for the answer, for a budget's reservation. */
  maxOutput: number | null
  /** How many answers are asked for at once: `n` or `best_of`, for each of the prompts. */
  answers: number
  /** The response at the provider that it goes on from. */
  previousResponse: string | null
  /** The body with the usage event asked for, where the asker didn't; null where nothing is to be added. */
  askingForUsage: Buffer | null
  /** Where the model's value stands, with its quotes. */
  modelSpan: ByteSpan | null
  /** A field that `refused` names; null where the body has none. */
  refusedField: string | null
}

const wanted = new Set([
  'model',
  'stream',
  'stream_options',
  'max_tokens',
  'max_completion_tokens',
  'max_output_tokens',
  'n',
  'best_of',
  'prompt',
  'previous_response_id',
])
const longestModel = 1_000

/** Why a JSON body can't be sent, in words; or what it says. */
export function readBody(body: Buffer, mayAskForUsage: boolean, refused?: ReadonlySet<string>): BodyFacts | string {
  const top = scanTopLevel(body, wanted, refused)
  if (!top) return 'The request body is not a JSON object.'
  if (top.duplicate) return 'The request body names the same field twice, or a field that is read in another case.'
  const named = top.values.get('model')
  if (named && named.end - named.start > longestModel) return 'The name of the model is too long.'
  const model = named ? valueOf(body, named) : null
  // A model that isn't read would slip past the account type.
  if (model !== null && typeof model !== 'string') return 'The model must be a text.'
  const before = top.values.get('previous_response_id')
  const previous = before ? valueOf(body, before) : null
  // One that isn't read would slip past the question whose it is.
  if (previous !== null && typeof previous !== 'string') return 'The previous response must be a text.'
  const stream = valueOf(body, top.values.get('stream')) === true
  return {
    model,
    stream,
    maxOutput: largestNumber(body, top, ['max_completion_tokens', 'max_output_tokens', 'max_tokens']),
    answers: answersIn(body, top),
    previousResponse: previous,
    askingForUsage: stream && mayAskForUsage ? askForUsage(body, top) : null,
    modelSpan: named ?? null,
    refusedField: top.refused,
  }
}

/** Of several that mean the same, nobody knows which one a provider reads. */
function largestNumber(body: Buffer, top: TopLevel, names: readonly string[]): number | null {
  let largest: number | null = null
  for (const name of names) {
    const value = valueOf(body, top.values.get(name))
    if (typeof value !== 'number' || !(value >= 0) || !Number.isFinite(value)) continue
    largest = Math.max(largest ?? 0, value)
  }
  return largest
}

function answersIn(body: Buffer, top: TopLevel): number {
  const each = Math.max(1, largestNumber(body, top, ['n', 'best_of']) ?? 1)
  const prompt = top.values.get('prompt')
  return prompt && body[prompt.start] === 0x5b ? each * Math.max(1, countPrompts(body, prompt)) : each
}

/** A list of texts, or of lists of tokens, is so many prompts; a list of tokens is one. */
function countPrompts(body: Buffer, { start, end }: ByteSpan): number {
  try {
    const prompts: unknown = JSON.parse(body.toString('utf8', start, end))
    return Array.isArray(prompts) && typeof prompts[0] !== 'number' ? prompts.length : 1
  } catch {
    return 1
  }
}

function valueOf(body: Buffer, span: ByteSpan | undefined): unknown {
  if (!span || span.end - span.start > 4_096) return undefined
  try {
    return JSON.parse(body.toString('utf8', span.start, span.end)) as unknown
  } catch {
    return undefined
  }
}

const option = '"include_usage":true'

/** Spliced into the bytes, never re-serialised: a number such as 12345678901234567890 must arrive as it was written. */
function askForUsage(body: Buffer, top: TopLevel): Buffer | null {
  const options = top.values.get('stream_options')
  if (!options) return splice(body, top.close, top.close, `,"stream_options":{${option}}`)
  const given = valueOf(body, options)
  if (given === null) return splice(body, options.start, options.end, `{${option}}`)
  if (typeof given !== 'object') return null

  const inner = scanTopLevel(body.subarray(options.start, options.end), new Set(['include_usage']))
  if (!inner || inner.duplicate) return null
  const asked = inner.values.get('include_usage')
  if (!asked) return splice(body, options.start + 1, options.start + 1, inner.empty ? option : `${option},`)
  const span = { start: options.start + asked.start, end: options.start + asked.end }
  if (valueOf(body, span) === true) return null
  return splice(body, span.start, span.end, 'true')
}

/** A body with another model, the other bytes as they are. */
export function withModel(body: Buffer, span: ByteSpan, model: string): Buffer {
  return splice(body, span.start, span.end, JSON.stringify(model))
}

function splice(body: Buffer, start: number, end: number, text: string): Buffer {
  return Buffer.concat([body.subarray(0, start), Buffer.from(text), body.subarray(end)])
}
