import { createStrainer, type Strainer } from './strainer.ts'

/** Takes live secrets out of texts that people, logs or files will see. */
export interface Redactor {
  /** A secret is in use from now on. */
  learn(secret: string): void
  /** It isn't any more; learnt twice, it must be forgotten twice. */
  forget(secret: string): void
  redact(text: string): string
  /** For a text that comes in pieces: the secrets in use, and no shapes. */
  strainer(): Strainer
}

const mark = '[redacted]'
const shortestSecret = 6
const prefixLength = 12

/**
 * Key shapes of the known providers, bearer tokens and web tokens: for keys that this process never held. A provider writes
 * the texts they run over, so none may look at a character more than a few times: no lookbehind with a repetition in it.
 */
const shapes: readonly [RegExp, string | ((found: string) => string)][] = [
  [/\b(?:sk|yx|gsk|xai|pplx|hf|r8|kd|csk|fw|nvapi|tgp|rk|ghp|gho|glpat|xox[a-z])[-_][A-Za-z0-9_*.-]{8,}/g, mark],
  [/\bAIza[0-9A-Za-z_-]{20,}/g, mark],
  [/[\w.-]{25,}/g, withoutWebTokens],
  [/(\bBearer\s+)[A-Za-z0-9._~+/=*-]{8,}/gi, `$1${mark}`],
  [/(\b(?:api[-_ ]?key|authorization|secret)["']?\s*[:=]\s*["']?)(?!Bearer\b)[A-Za-z0-9._~+/=*-]{12,}/gi, `$1${mark}`],
]

/** A registry of the secrets in use. What it knows of them is derived only when a text has to be cleaned. */
export function createRedactor(): Redactor {
  const live = new Map<string, number>()
  return {
    learn(secret) {
      if (secret.length >= shortestSecret) live.set(secret, (live.get(secret) ?? 0) + 1)
    },
    forget(secret) {
      const left = (live.get(secret) ?? 0) - 1
      if (left > 0) live.set(secret, left)
      else live.delete(secret)
    },
    redact(text) {
      let clean = text
      for (const secret of live.keys()) clean = withoutSecret(clean, secret)
      for (const [shape, instead] of shapes) clean = clean.replace(shape, instead as string)
      return clean
    },
    strainer: () => createStrainer(() => live.keys()),
  }
}

/** Three parts with dots between them, the first of which begins as an encoded JSON object does. */
function withoutWebTokens(run: string): string {
  if (!run.includes('eyJ')) return run
  const parts = run.split('.')
  const clean: string[] = []
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at] ?? ''
    const start = part.search(/\beyJ/)
    const isToken =
      start >= 0 && part.length - start >= 13 && (parts[at + 1]?.length ?? 0) >= 10 && at + 2 < parts.length
    clean.push(isToken ? part.slice(0, start) + mark : part)
    if (isToken) at += 2
  }
  return clean.join('.')
}

function withoutSecret(text: string, secret: string): string {
  // No form is shorter than the secret: what a short text could hold is its beginning alone.
  if (text.length < Math.min(secret.length, prefixLength)) return text
  let clean = text
  let lower = lowerAligned(text)
  for (const form of text.length < secret.length ? [] : formsOf(secret)) {
    const wanted = lowerAligned(form)
    if (!lower.includes(wanted)) continue
    clean = replaceAll(clean, lower, wanted)
    lower = lowerAligned(clean)
  }
  return secret.length > prefixLength ? withoutPrefix(clean, lower, secret) : clean
}

/** The secret as it is, and as programs write it. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret)
  const forms = [
    secret,
    Array.from(secret).toReversed().join(''),
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
  ]
  forms.push(bytes.toString('hex'), [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''))
  forms.push(secret.replaceAll('/', '\\/'))
  // Inside a longer text base64 starts at one of three offsets; what depends on the neighbours is cut off.
  for (const offset of [0, 1, 2]) {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '')
    const whole = (bytes.length + offset) % 3 === 0
    const inner = encoded.slice(offset === 0 ? 0 : offset + 1, whole ? undefined : -1)
    forms.push(inner, inner.replaceAll('+', '-').replaceAll('/', '_'))
  }
  return [...new Set(forms)].filter((form) => form.length >= shortestSecret).toSorted((a, b) => b.length - a.length)
}

function replaceAll(text: string, lower: string, wanted: string): string {
  let clean = ''
  let at = 0
  for (let from = lower.indexOf(wanted); from >= 0; from = lower.indexOf(wanted, at)) {
    clean += text.slice(at, from) + mark
    at = from + wanted.length
  }
  return clean + text.slice(at)
}

/** A key that was cut short, as "sk-abc123..." in a provider's error, still tells its beginning. */
function withoutPrefix(text: string, lower: string, secret: string): string {
  const wanted = lowerAligned(secret)
  const prefix = wanted.slice(0, prefixLength)
  let clean = ''
  let at = 0
  for (let from = lower.indexOf(prefix); from >= 0; from = lower.indexOf(prefix, at)) {
    let length = prefixLength
    while (length < wanted.length && lower[from + length] === wanted[length]) length++
    clean += text.slice(at, from) + mark
    at = from + length
  }
  return clean + text.slice(at)
}

/** In lower case, each letter at its own place: where `toLowerCase` makes two letters of one, only A to Z are lowered. */
function lowerAligned(text: string): string {
  const lower = text.toLowerCase()
  return lower.length === text.length ? lower : text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}
