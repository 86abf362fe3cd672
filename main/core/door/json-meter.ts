import { codeOfProviderError, providerMessage } from './provider-message.ts'
import type { Reading } from './reading.ts'
import { asObject, type Json, readUsage, type Usage } from './usage.ts'

const wholeBytes = 256 * 1024
const tailBytes = 256 * 1024
/** The usage stands last or nearly so; a body that says the word a hundred thousand times is not read for each. */
const mostTries = 64

/**
 * Reads an answer that is one JSON body. A small one is parsed; of a large one (a batch of embeddings, an image) only the
 * end is kept, where the usage stands.
 */
export class JsonMeter {
  #chunks: Buffer[] = []
  #bytes = 0
  #large = false

  feed(chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.#bytes += chunk.length
    if (!this.#large && this.#bytes > wholeBytes) this.#large = true
    if (this.#large && this.#bytes > 4 * tailBytes) {
      const tail = Buffer.concat(this.#chunks).subarray(-tailBytes)
      this.#chunks = [tail]
      this.#bytes = tail.length
    }
  }

  /** `decode` undoes the content encoding; it throws where the bytes are not what their header says. */
  finish(whole: boolean, decode?: (bytes: Buffer) => Buffer): Reading {
    const bytes = Buffer.concat(this.#chunks)
    if (!whole) return reading('truncated', 'upstream_truncated', this.#large ? usageInTail(bytes) : null)
    if (this.#large && !decode) return reading('ok', null, usageInTail(bytes))
    if (this.#large) return reading('ok', null, null)
    try {
      const parsed: unknown = JSON.parse((decode ? decode(bytes) : bytes).toString('utf8'))
      return readWhole(parsed)
    } catch {
      return reading('error', 'upstream_malformed', null)
    }
  }
}

function readWhole(parsed: unknown): Reading {
  const body = asObject(parsed)
  const usage = readUsage(body?.['usage'])
  if (body?.['error']) {
    // A response object carries `error: null`; a provider that fails under 200 carries the reason.
    const error = { code: codeOfProviderError(body) ?? ('upstream_error' as const), message: providerMessage(body) }
    return { endState: 'error', error, usage, text: null, model: modelOf(body) }
  }
  return { endState: 'ok', error: null, usage, text: textOf(body), model: modelOf(body) }
}

const modelOf = (body: Json | null) => (typeof body?.['model'] === 'string' ? body['model'] : null)

function reading(
  endState: Reading['endState'],
  code: 'upstream_truncated' | 'upstream_malformed' | null,
  usage: Usage | null,
): Reading {
  return { endState, error: code ? { code, message: null } : null, usage, text: null, model: null }
}

/** The text of a completion, for an estimate where it has no figures; null where it isn't a completion. */
function textOf(body: Json | null): string | null {
  const choices = body?.['choices']
  if (!Array.isArray(choices)) return null
  return choices
    .map((choice) => {
      const message = asObject(asObject(choice)?.['message']) ?? asObject(choice)
      return [message?.['content'] ?? message?.['text'], message?.['reasoning_content']]
        .filter((text) => typeof text === 'string')
        .join('\n')
    })
    .join('\n')
}

/** The last top-level-looking usage object of a body that is too large to parse. */
function usageInTail(bytes: Buffer): Usage | null {
  const text = bytes.toString('latin1')
  let tries = 0
  for (let at = text.lastIndexOf('"usage"'); at > 0 && tries < mostTries; at = text.lastIndexOf('"usage"', at - 1)) {
    if (text[at - 1] === '\\') continue
    tries++
    const open = /^"usage"\s{0,64}:\s{0,64}\{/.exec(text.slice(at, at + 256))
    const usage = open && readUsage(parsePrefix(text, at + open[0].length - 1))
    if (usage) return usage
  }
  return null
}

function parsePrefix(text: string, open: number): unknown {
  let depth = 0
  for (let at = open; at < Math.min(text.length, open + 8_192); at++) {
    if (text[at] === '{') depth++
    if (text[at] !== '}' || --depth > 0) continue
    try {
      return JSON.parse(text.slice(open, at + 1))
    } catch {
      return null
    }
  }
  return null
}
