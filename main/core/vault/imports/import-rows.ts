import type { ImportProblem, ImportRow } from '../../../../contract/imports.ts'
import type { EntryNote } from '../../../../contract/keys.ts'
import type { Provider } from '../../../../contract/providers.ts'
import { KeydeckError } from '../../keydeck-error.ts'
import { cleanSecret } from '../clean-secret.ts'
import { maskOf, maskText } from '../secret-mask.ts'
import type { Candidate } from './candidate.ts'
import { guessProvider, keyPrefixes } from './provider-guess.ts'
import { SuggestedNames } from './suggested-names.ts'

/** A row for the page, and the secret that stays here; none where the row was refused. */
export interface ReadRow {
  row: ImportRow
  secret: string | null
  /** Of the secret; empty where there is none. */
  fingerprint: string
  bytes: Candidate['bytes']
}

interface RowsContext {
  providers: readonly Provider[]
  /** Names that keys have already. */
  names: Iterable<string>
  /** Empty where it was no file. It may tell the environment, as `.env.staging` does. */
  fileName: string
  fingerprint: (secret: string) => string
  /** Where the vault has the secret of this fingerprint. */
  findSame: (fingerprint: string) => readonly { keyId: string; name: string; environmentId: string }[]
}

/** A whole pasted line at most; the adding of a single key takes no more either. */
const LONGEST_VALUE = 8_000

/** What was found, row by row, with all that can be said before anything is stored. */
export function readRows(candidates: readonly Candidate[], context: RowsContext): ReadRow[] {
  const { providers, fingerprint, findSame, fileName } = context
  const names = new SuggestedNames(context.names)
  const prefixes = keyPrefixes(providers)
  const firstLines = new Map<string, number>()

  return candidates.map((candidate): ReadRow => {
    const { line, label, isVariable, bytes } = candidate
    const read = clean(candidate, prefixes)
    const provider = guessProvider(providers, { value: read.secret ?? '', label })
    const variable = isVariable ? label : ''
    const suggestedName = names.suggest({ label, isVariable, provider, fileName })
    const shared = { line, variable, providerId: provider?.id ?? null, suggestedName }
    if (read.secret === null) {
      const problems = [{ kind: 'refused' as const, reason: read.reason }, ...noticed(candidate)]
      return { row: { ...shared, masked: '', notes: [], problems }, secret: null, fingerprint: '', bytes }
    }
    const mark = fingerprint(read.secret)
    const first = firstLines.get(mark)
    firstLines.set(mark, first ?? line)
    const problems: ImportProblem[] = [
      ...(first === undefined ? [] : [{ kind: 'twice' as const, line: first }]),
      ...findSame(mark).map(({ keyId, name, environmentId }) => ({
        kind: 'in_vault' as const,
        keyId,
        name,
        environmentId,
      })),
      ...noticed(candidate),
    ]
    const masked = maskText(maskOf(read.secret, provider?.keyPrefix ?? longestPrefix(read.secret, prefixes)), true)
    const notes = notesOf(read, provider)
    return { row: { ...shared, masked, notes, problems }, secret: read.secret, fingerprint: mark, bytes }
  })
}

type Cleaned = { secret: string; notes: EntryNote[] } | { secret: null; reason: string }

function clean({ value, refusal }: Candidate, prefixes: readonly string[]): Cleaned {
  if (value.length > LONGEST_VALUE) return { secret: null, reason: 'too_long' }
  if (refusal && refusal !== 'not_a_key') return { secret: null, reason: refusal }
  try {
    const cleaned = cleanSecret(value, longestPrefix(value, prefixes))
    // What was no key by its look may have a better reason: it may be masked, or in a typographer's quotes.
    return refusal ? { secret: null, reason: refusal } : cleaned
  } catch (error) {
    if (error instanceof KeydeckError && 'reason' in error.data) return { secret: null, reason: error.data.reason }
    throw error
  }
}

function notesOf({ secret, notes }: { secret: string; notes: EntryNote[] }, provider: Provider | null): EntryNote[] {
  const isUnexpected = provider !== null && !secret.startsWith(provider.keyPrefix)
  return isUnexpected ? [...notes, 'prefix_unexpected'] : notes
}

function noticed({ isComment, setAgainIn }: Candidate): ImportProblem[] {
  return [
    ...(isComment ? [{ kind: 'commented_out' as const }] : []),
    ...(setAgainIn === null ? [] : [{ kind: 'set_again' as const, line: setAgainIn }]),
  ]
}

const longestPrefix = (value: string, prefixes: readonly string[]) =>
  prefixes.filter((prefix) => value.startsWith(prefix)).toSorted((a, b) => b.length - a.length)[0] ?? ''
