import type { Candidate, Found, LineRefusal } from './candidate.ts'
import type { EnvLine } from './env-lines.ts'
import { hasKeyPrefix, isPlaceholder, looksLikeKey, looksRandom, namesKey } from './key-shape.ts'

/** What tells a key's line from a setting's. */
export interface KeySigns {
  /** How keys of the known providers begin. */
  prefixes: readonly string[]
  /** Their variables, in capitals. */
  variables: ReadonlySet<string>
}

/** The lines of a `.env` file that hold keys, those in comments included: people leave old ones there. */
export function envCandidates(lines: readonly EnvLine[], signs: KeySigns): Found {
  const lastSet = new Map<string, number>()
  for (const line of lines) if (!line.isComment && line.name) lastSet.set(line.name, line.line)
  const candidates = lines
    .filter((line) => holdsKey(line, signs))
    .map((line): Candidate => {
      const last = line.isComment ? undefined : lastSet.get(line.name)
      return {
        line: line.line,
        label: line.name,
        isVariable: line.name !== '',
        value: line.value,
        isComment: line.isComment,
        refusal: refusalOf(line),
        setAgainIn: last === undefined || last === line.line ? null : last,
        bytes: { start: line.start, end: line.end },
      }
    })
  return { candidates, otherLines: lines.length - candidates.length }
}

function holdsKey({ name, value, isComment, refersToVariable }: EnvLine, { prefixes, variables }: KeySigns): boolean {
  if (value === '' || looksRandom(name)) return false
  if (hasKeyPrefix(value, prefixes)) return true
  const isKnown = variables.has(name.toUpperCase())
  if (isKnown && !isComment) return true
  return (isKnown || namesKey(name)) && (looksLikeKey(value) || (refersToVariable && !isComment))
}

/** What a line says of its own value. */
export function refusalOf(line: Pick<EnvLine, 'value' | 'refersToVariable' | 'hasUnclearEnd'>): LineRefusal | null {
  if (line.refersToVariable) return 'refers_to_variable'
  if (line.hasUnclearEnd) return 'unclear_end'
  return isPlaceholder(line.value) ? 'placeholder' : null
}
