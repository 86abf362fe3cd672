import { estimateTokenCount } from 'tokenx'
import type { TokenUsage } from '../../../contract/calls.ts'
import type { OtherTokens } from '../calls/ledger-port.ts'

/** A JSON object, its members unknown. */
export type Json = Readonly<Record<string, unknown>>

/** The value as a JSON object, or null. */
export function asObject(value: unknown): Json | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null
}

export interface Usage {
  tokens: TokenUsage
  /** What of them is no text; null where the provider doesn't say. */
  others: OtherTokens | null
  /** The provider's own price of the call, in dollars. */
  dollars: number | null
}

/** A provider's `usage` object, of a chat completion, a response, an embedding or a transcription; null without figures. */
export function readUsage(value: unknown): Usage | null {
  const usage = asObject(value)
  if (!usage) return null
  const input = count(usage['prompt_tokens']) ?? count(usage['input_tokens'])
  const output = count(usage['completion_tokens']) ?? count(usage['output_tokens'])
  const total = count(usage['total_tokens'])
  if (input === null && output === null && total === null) return null

  const detailsOf = (...names: string[]) => names.map((name) => asObject(usage[name])).find((one) => one !== null) ?? {}
  // Transcriptions have theirs without the s.
  const inputDetails = detailsOf('prompt_tokens_details', 'input_tokens_details', 'input_token_details')
  const outputDetails = detailsOf('completion_tokens_details', 'output_tokens_details', 'output_token_details')
  const reasoning = count(outputDetails['reasoning_tokens']) ?? 0
  const wholeInput = input ?? Math.max(0, (total ?? 0) - (output ?? 0))
  let wholeOutput = output ?? Math.max(0, (total ?? 0) - wholeInput)
  // Some providers count reasoning beside the answer, and some, as Gemini, name it nowhere: the total tells.
  const beside = total === null ? 0 : Math.max(0, total - wholeInput - wholeOutput)
  wholeOutput += beside

  const cached =
    count(inputDetails['cached_tokens']) ??
    count(usage['prompt_cache_hit_tokens']) ??
    count(usage['cached_tokens']) ??
    0
  return {
    tokens: {
      input: wholeInput,
      cached: Math.min(cached, wholeInput),
      output: wholeOutput,
      reasoning: Math.min(Math.max(reasoning, beside), wholeOutput),
      estimated: false,
    },
    others: othersIn(inputDetails, outputDetails),
    dollars: dollars(usage['cost']),
  }
}

function othersIn(input: Json, output: Json): OtherTokens | null {
  const audioIn = count(input['audio_tokens']) ?? 0
  const imageIn = count(input['image_tokens']) ?? 0
  const audioOut = count(output['audio_tokens']) ?? 0
  return audioIn + imageIn + audioOut === 0 ? null : { audioIn, imageIn, audioOut }
}

/** More than any call can use or cost: a figure beyond it is none, and the ledger could not keep it. */
const mostTokens = 1_000_000_000
const mostDollars = 1_000_000

function dollars(cost: unknown): number | null {
  const value = asObject(cost)?.['total_cost'] ?? cost
  return typeof value === 'number' && value >= 0 && value <= mostDollars ? value : null
}

function count(value: unknown): number | null {
  return typeof value === 'number' && value >= 0 && value <= mostTokens ? Math.round(value) : null
}

const longestEstimate = 2_000_000
/** Counting is slow enough to be felt: a longer text is judged by its beginning. */
const longestCounted = 200_000

function estimateText(text: string): number {
  if (text.length <= longestCounted) return estimateTokenCount(text)
  const beginning = estimateTokenCount(text.slice(0, longestCounted))
  // A beginning of blanks says nothing of the rest.
  const usual = beginning + (text.length - longestCounted) / 4
  return Math.round(Math.max((beginning * text.length) / longestCounted, usual))
}

/** Tokens counted from text, where the provider sent no figures. */
export function estimateUsage(requestBody: Buffer | null, answer: string): TokenUsage {
  return {
    input: requestBody ? estimateInput(requestBody) : 0,
    cached: 0,
    output: estimateText(answer),
    reasoning: 0,
    estimated: true,
  }
}

/**
 * The tokens of a request: those of its texts, and those that it names by number. Images and files in base64 are left out,
 * for their price has nothing to do with length.
 */
export function estimateInput(requestBody: Buffer): number {
  if (requestBody.length > longestEstimate) return Math.ceil(requestBody.length / 4)
  try {
    const found: Found = { texts: [], numbers: 0 }
    collect(JSON.parse(requestBody.toString('utf8')), found, { key: '', depth: 0 })
    return estimateText(found.texts.join('\n')) + found.numbers
  } catch {
    return Math.ceil(requestBody.length / 4)
  }
}

interface Found {
  texts: string[]
  /** Tokens in lists of numbers. */
  numbers: number
}

const notText = new Set(['model', 'role', 'type', 'id', 'detail', 'stream_options', 'user', 'metadata'])
/** What is longer is no word of an API. */
const longestWord = 200
/** Where an image or a file stands: elsewhere a text is a text, whatever it looks like. */
const filePlaces = new Set(['url', 'image_url', 'image', 'data', 'file_data', 'b64_json', 'audio', 'file'])

function collect(value: unknown, found: Found, { key, depth }: { key: string; depth: number }): void {
  if (depth > 32) return
  if (typeof value === 'string') {
    const isFile = filePlaces.has(key) && (value.startsWith('data:') || /^[A-Za-z0-9+/]{512}/.test(value))
    if (!isFile) found.texts.push(value)
  } else if (Array.isArray(value)) {
    if (typeof value[0] === 'number') found.numbers += value.length
    else for (const item of value) collect(item, found, { key, depth: depth + 1 })
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) {
      if (name.length > longestWord) found.texts.push(name)
      const isWord = notText.has(name) && !(typeof item === 'string' && item.length > longestWord)
      if (!isWord) collect(item, found, { key: name, depth: depth + 1 })
    }
  }
}
