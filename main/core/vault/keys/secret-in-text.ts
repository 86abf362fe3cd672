import { isLocalKeyText } from '../../gateway/local-keys/local-key-text.ts'
import { KeydeckError } from '../../keydeck-error.ts'
import { hasKeyPrefix, looksRandom } from '../imports/key-shape.ts'
import { knownPrefixes } from '../providers/presets.ts'
import type { SameSecrets } from './same-secret.ts'

/** Shorter words are no keys. */
const SHORTEST = 12

/** Keeps secrets out of names, notes and tags, where people paste them by mistake: all of these lie in the database. */
export class SecretInText {
  readonly #fingerprint: (secret: string) => string
  readonly #same: SameSecrets

  constructor(options: { fingerprint: (secret: string) => string; same: SameSecrets }) {
    this.#fingerprint = options.fingerprint
    this.#same = options.same
  }

  /** Throws INVALID for a text that holds `secret`, one that the vault knows, or what can only be some key. */
  refuse(fields: Readonly<Record<string, string | readonly string[] | null | undefined>>, secret?: string): void {
    for (const [field, value] of Object.entries(fields)) {
      const texts = typeof value === 'string' ? [value] : (value ?? [])
      if (texts.some((text) => this.#holds(text, secret))) {
        throw new KeydeckError('INVALID', { field, reason: 'holds_secret' })
      }
    }
  }

  #holds(text: string, secret: string | undefined): boolean {
    if (secret && text.includes(secret)) return true
    return wordsOf(text).some((word) => isPlainlyKey(word) || this.#same.find(this.#fingerprint(word)).length > 0)
  }
}

/**
 * What may be a key in a text: its words, and the parts of one that is an assignment, a header or an address, with and
 * without the signs around them.
 */
export function wordsOf(text: string): string[] {
  const words = text.split(/[\s"'`,;()<>{}[\]]+/)
  const parts = words.flatMap((word) => [word, ...behind(word, '='), ...behind(word, ':'), ...word.split(/[=:/?&#@]+/)])
  const bare = parts.map((part) => part.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''))
  return [...new Set([...parts, ...bare])].filter((part) => part.length >= SHORTEST)
}

const behind = (word: string, sign: string): string[] =>
  word.includes(sign) ? [word.slice(word.indexOf(sign) + 1)] : []

/** The vault need not hold a key to know one: no person's words begin and go on like that. */
const isPlainlyKey = (word: string): boolean =>
  isLocalKeyText(word) || (hasKeyPrefix(word, knownPrefixes) && looksRandom(word))
