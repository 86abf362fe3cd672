import { ORPCError } from '@orpc/client'

/** What the core refused on purpose, with what it says of it. */
export interface KnownError {
  code: string
  /** The part of the input that is wrong, for `INVALID`. */
  field: string
  reason: string
}

/** A declared error of the contract; null for anything else, such as a lost connection. */
export function knownError(error: unknown): KnownError | null {
  if (!(error instanceof ORPCError) || !error.defined) return null
  const data: unknown = error.data
  return { code: error.code, field: read(data, 'field'), reason: read(data, 'reason') }
}

/** The fields that the contract itself refused, before anyone looked at what they mean: too long, or of another kind. */
export function refusedFields(error: unknown): readonly string[] {
  if (!(error instanceof ORPCError) || error.code !== 'BAD_REQUEST') return []
  const fields: unknown = Reflect.get(Object(error.data), 'fields')
  return Array.isArray(fields) ? fields.map(String) : []
}

/** What to show of an error that nobody declared: its own words, which never hold input. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function read(data: unknown, name: string): string {
  if (typeof data !== 'object' || data === null) return ''
  const value: unknown = Reflect.get(data, name)
  return typeof value === 'string' ? value : ''
}

/** The sentence for a reason, where there is one. */
export function pick(sentences: Readonly<Record<string, string>>, reason: string): string | null {
  return Object.hasOwn(sentences, reason) ? (sentences[reason] ?? null) : null
}
