import { type ByteSpan, countItems, scanTopLevel, skipSpace, type TopLevel } from './json-scan.ts'

/** Which answer a path brings, and so how its body is read and which meter reads the answer. */
export type AnswerKind = 'chat' | 'responses' | 'other'

/** The kind of a path, whatever stands in its query. */
export function answerKind(path: string): AnswerKind {
  const question = path.indexOf('?')
  const bare = question < 0 ? path : path.slice(0, question)
  if (bare.endsWith('/completions')) return 'chat'
  return bare.endsWith('/responses') ? 'responses' : 'other'
}

/** What the door reads of a JSON body. */
export interface BodyFacts {
  model: string | null
  stream: boolean
  /** The most tokens the asker allows for the answer, for a budget's reservation. */
  maxOutput: number | null
  /** How many answers are asked for at once: `n` or `best_of`, for each of the prompts. */
  answers: number
  /** The answer is worked out without its asker, who may come back for it. */
  background: boolean
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
  'background',
  'extra_body',
])
const longestModel = 1_000
/** What limits an answer's length: a field that the API of this kind does not read limits nothing. */
const limitedBy: Readonly<Record<AnswerKind, readonly string[]>> = {
  chat: ['max_completion_tokens', 'max_tokens'],
  responses: ['max_output_tokens'],
  other: ['max_completion_tokens', 'max_output_tokens', 'max_tokens'],
}
/** An answer whose length nobody limited: a long one, as nobody knows how long it will be. */
export const usualOutput = 4_096
/** More prompts than any API takes: how many more there are changes no reservation. */
const mostPrompts = 10_000
const noObject = 'The request body is not a JSON object, or has over 1,000 fields.'
const twice = 'The request body names the same field twice, or a field that is read in another case.'

/** Why a JSON body can't be sent, in words; or what it says. */
export function readBody(body: Buffer, kind: AnswerKind, refused?: ReadonlySet<string>): BodyFacts | string {
  const top = scanTopLevel(body, wanted, refused)
  if (!top) return noObject
  if (top.duplicate) return twice
  const named = top.values.get('model')
  if (named && named.end - named.start > longestModel) return 'The name of the model is too long.'
  const model = named ? valueOf(body, named) : null
  // A model that isn't read would slip past the account type.
  if (model !== null && typeof model !== 'string') return 'The model must be a text.'
  const before = top.values.get('previous_response_id')
  const previous = before ? valueOf(body, before) : null
  // One that isn't read would slip past the question whose it is.
  if (previous !== null && typeof previous !== 'string') return 'The previous response must be a text.'
  const wish = top.values.get('stream')
  const stream = (wish && valueOf(body, wish)) ?? false
  // Some servers take 1 or "true" for true: the figures of such a stream would not be asked for.
  if (typeof stream !== 'boolean' || (wish && valueOf(body, wish) === undefined)) {
    return 'The field "stream" must be true or false.'
  }
  const asking = stream && kind === 'chat' ? askForUsage(body, top) : null
  if (typeof asking === 'string') return asking
  return {
    model,
    stream,
    maxOutput: longestAnswer(body, top, limitedBy[kind]),
    answers: answersIn(body, top),
    background: kind === 'responses' && isMeant(body, top.values.get('background')),
    previousResponse: previous,
    askingForUsage: asking,
    modelSpan: named ?? null,
    refusedField: top.refused ?? (refused && hidesFields(body, top, refused) ? 'extra_body' : null),
  }
}

/** Anything but a no may be a yes to one server or another. */
function isMeant(body: Buffer, span: ByteSpan | undefined): boolean {
  const value = span ? valueOf(body, span) : false
  return value !== false && value !== null
}

/** Servers that call on with a provider's own SDK put the fields of `extra_body` in the place of the body's. */
function hidesFields(body: Buffer, top: TopLevel, refused: ReadonlySet<string>): boolean {
  const extra = top.values.get('extra_body')
  if (!extra || body[extra.start] !== 0x7b) return false
  const inner = scanTopLevel(body.subarray(extra.start, extra.end), wanted, refused)
  return !inner || inner.values.size > 0 || inner.duplicate || inner.refused !== null
}

/** Null where nothing limits it. Of several fields that mean the same, nobody knows which one a provider reads. */
function longestAnswer(body: Buffer, top: TopLevel, names: readonly string[]): number | null {
  const limits = names.filter((name) => isGiven(body, top, name)).map((name) => numberAt(body, top, name))
  const longest = limits.reduce<number | null>((one, other) => Math.max(one ?? 0, other ?? 0), null)
  // What is no number over nothing limits nothing: servers leave it out, or take it for any length.
  return limits.includes(null) && (longest ?? 0) < usualOutput ? null : longest
}

const isGiven = (body: Buffer, top: TopLevel, name: string) =>
  top.values.has(name) && valueOf(body, top.values.get(name)) !== null

/** A number over nothing, also as a text, which some servers take for it; null for anything else. */
function numberAt(body: Buffer, top: TopLevel, name: string): number | null {
  const value = valueOf(body, top.values.get(name))
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && number > 0 && Number.isFinite(number) ? number : null
}

function answersIn(body: Buffer, top: TopLevel): number {
  const each = Math.max(1, numberAt(body, top, 'n') ?? 1, numberAt(body, top, 'best_of') ?? 1)
  const prompt = top.values.get('prompt')
  return prompt && body[prompt.start] === 0x5b ? each * Math.max(1, countPrompts(body, prompt)) : each
}

/** A list of texts, or of lists of tokens, is so many prompts; a list of tokens is one. */
function countPrompts(body: Buffer, { start, end }: ByteSpan): number {
  const isTokens = isNumber(body[skipSpace(body, start + 1)])
  return isTokens ? 1 : countItems(body, start, end, mostPrompts)
}

/** A long text is not read; a number is one, however many digits it has. */
function valueOf(body: Buffer, span: ByteSpan | undefined): unknown {
  if (!span || (span.end - span.start > 4_096 && !isNumber(body[span.start]))) return undefined
  try {
    return JSON.parse(body.toString('utf8', span.start, span.end)) as unknown
  } catch {
    return undefined
  }
}

const isNumber = (byte = 0) => byte === 0x2d || (byte >= 0x30 && byte <= 0x39)

const option = '"include_usage":true'

/**
 * Spliced into the bytes, never re-serialised: a number such as 12345678901234567890 must arrive as it was written. Options
 * are read however long they are, as what is not read is not asked for; null where they are none, or ask already.
 */
function askForUsage(body: Buffer, top: TopLevel): Buffer | string | null {
  const options = top.values.get('stream_options')
  if (!options) return splice(body, top.close, top.close, `,"stream_options":{${option}}`)
  if (valueOf(body, options) === null) return splice(body, options.start, options.end, `{${option}}`)

  const inner = scanTopLevel(body.subarray(options.start, options.end), new Set(['include_usage']))
  if (!inner) return body[options.start] === 0x7b ? noObject : null
  if (inner.duplicate) return twice
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
