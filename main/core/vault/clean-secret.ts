import type { z } from 'zod'
import type { EntryNote } from '../../../contract/keys.ts'
import { KeydeckError } from '../keydeck-error.ts'
import { knownPrefixes } from './providers/presets.ts'

type Note = z.infer<typeof EntryNote>

/** Why a pasted value is no secret. The page has a sentence for each. */
export type SecretRefusal =
  | 'empty'
  | 'too_long'
  | 'several_lines'
  | 'masked'
  | 'smart_quotes'
  | 'inner_space'
  | 'control_character'
  | 'invisible_character'
  | 'non_ascii'

/** Windows' credential store takes 2,560 bytes of UTF-16; every store keeps to the smallest. */
export const MAX_SECRET_LENGTH = 1_200

const ASSIGNMENT = /^(?:(?:export|set|const|let)\s+|\$env:)?[A-Za-z_][A-Za-z0-9_.]*\s*=\s*(?=[^=\s])/
const DECLARED = /^(?:export|set|const|let)\s|^\$env:/
const BEARER = /^(?:(?:proxy-)?authorization\s*:\s*)?bearer\s+|^(?:authorization|x-api-key|api-key)\s*:\s*/i
const QUOTES = '"\'`'

/**
 * Makes a secret out of what a person pasted: a whole `export X="…"` line, a header, a key with a newline in it. What
 * was stripped is told by notes. What is no key is refused with the reason and nothing of the text.
 */
export function cleanSecret(pasted: string, keyPrefix: string): { secret: string; notes: Note[] } {
  const notes = new Set<Note>()
  const joined = joinLines(pasted, notes)
  const secret = unwrap(joined, keyPrefix, notes)
  const refusal = refusalOf(secret)
  if (refusal) throw refuse(refusal)
  if (keyPrefix && !secret.startsWith(keyPrefix)) notes.add('prefix_unexpected')
  return { secret, notes: [...notes] }
}

function refuse(reason: SecretRefusal): KeydeckError {
  return new KeydeckError('INVALID', { field: 'secret', reason })
}

/** A key that a terminal wrapped is joined again; two keys, or two lines of a file, are not one key. */
function joinLines(pasted: string, notes: Set<Note>): string {
  const outer = pasted.trim()
  if (outer !== pasted) notes.add('trimmed')
  const lines = outer.split(/[\r\n\u0085\u2028\u2029]+/).map((line) => line.trim())
  if (/[\r\n\u0085\u2028\u2029]/.test(pasted)) notes.add('newlines_removed')
  const [first = '', ...rest] = lines
  if (rest.some(beginsAnother) || !mayBeWrapped(first, rest)) throw refuse('several_lines')
  return first + rest.join('')
}

/** Where a key is wrapped, the last part is the shortest. Keys under each other, without a prefix to tell, are as long. */
function mayBeWrapped(first: string, rest: readonly string[]): boolean {
  const last = rest.at(-1)
  if (last === undefined || !/^[\x21-\x7e]{12,}$/.test(first) || /[=:"'`]$/.test(first)) return true
  return last.length < first.length && rest.every((line) => line.length <= first.length)
}

function beginsAnother(line: string): boolean {
  return ASSIGNMENT.test(line) || BEARER.test(line) || knownPrefixes.some((prefix) => line.startsWith(prefix))
}

/** Takes off one wrapper after another until none is left: a quoted header may hold a Bearer, an export a quote. */
function unwrap(text: string, keyPrefix: string, notes: Set<Note>): string {
  let current = text
  for (;;) {
    const before = current
    current = stripQuotes(current, notes)
    current = stripAssignment(current, keyPrefix, notes)
    current = stripMatch(current, BEARER, 'bearer_removed', notes)
    const trimmed = current.trim()
    if (trimmed !== current) notes.add('trimmed')
    current = trimmed
    if (current === before) return current
  }
}

function stripMatch(text: string, pattern: RegExp, note: Note, notes: Set<Note>): string {
  const stripped = text.replace(pattern, '')
  if (stripped !== text) notes.add(note)
  return stripped
}

/** A key may hold `=` itself: one that begins as its provider's keys do, or ends in padding, is no assignment. */
function stripAssignment(text: string, keyPrefix: string, notes: Set<Note>): string {
  if (keyPrefix && text.startsWith(keyPrefix) && !DECLARED.test(text)) return text
  return stripMatch(text, ASSIGNMENT, 'assignment_removed', notes)
}

function stripQuotes(text: string, notes: Set<Note>): string {
  let start = 0
  let end = text.length
  if (QUOTES.includes(text.charAt(0)) && text.length > 0) start = 1
  const closing = /["'`]\s*[;,]?$/.exec(text)
  if (closing && closing.index >= start) end = closing.index
  if (start === 0 && end === text.length) return text
  notes.add('quotes_removed')
  return text.slice(start, end)
}

function refusalOf(secret: string): SecretRefusal | null {
  if (secret.length === 0) return 'empty'
  if (secret.length > MAX_SECRET_LENGTH) return 'too_long'
  if (/[•●∙·…*]{3,}|[•●…]|\.{3}/.test(secret)) return 'masked'
  if (/[‘’‚‛“”„‟«»′″]/.test(secret)) return 'smart_quotes'
  if (/[\s\p{Zs}]/u.test(secret)) return 'inner_space'
  if (/\p{Cc}/u.test(secret)) return 'control_character'
  if (/\p{Cf}/u.test(secret)) return 'invisible_character'
  if (!/^[\x21-\x7e]+$/.test(secret)) return 'non_ascii'
  return null
}
