import type { Candidate, Found } from './candidate.ts'
import { type KeySigns, refusalOf } from './env-candidates.ts'
import { type EnvLine, parseEnvLines } from './env-lines.ts'
import { hasKeyPrefix, isPlaceholder, looksLikeKey, looksRandom, namesKey } from './key-shape.ts'

const BULLET = /^\s*(?:[-*•]|\d+[.)])\s+/
const DECLARED = /^(?:(?:export|set|setx|const|let|var)\s+|\$env:)/i
const HEADERS = new Set(['authorization', 'proxy-authorization', 'x-api-key', 'api-key'])
const NO_NAME = new Set([...HEADERS, 'bearer', 'curl', '-h', '--header'])
const BETWEEN_WORDS = /[\s,;|"'`]+|(?<=[^\s:]):(?=[\s"'])|(?<=[\w"'\s])=(?=[\s"'\w])/
/** Longer, it is no name but a sentence or a command. */
const LONGEST_LABEL = 60
/** Longer, it is no line that a person wrote. */
const LONGEST_LINE = 8_000
/** A key that begins as no known one does, alone on its line. */
const SHORTEST_ALONE = 8

type Reading = Pick<Candidate, 'label' | 'isVariable' | 'value' | 'refusal'>

/**
 * The keys in a pasted text, one a line: bare, as `NAME=key`, `name: key`, `name,key`, a header, or among other words.
 * What looks like the beginning of a key and is none is named too, so that no mistake goes unseen.
 */
export function pastedCandidates(text: string, signs: KeySigns): Found {
  const bytes = Buffer.from(text)
  const lines = parseEnvLines(bytes)
  const candidates = lines.flatMap((line): Candidate[] => {
    const whole = bytes.toString('utf8', line.start, line.end).trim()
    const reading = readLine(line, whole, signs)
    if (!reading) return []
    return [{ ...reading, line: line.line, isComment: line.isComment, setAgainIn: null, bytes: null }]
  })
  return { candidates, otherLines: lines.length - candidates.length }
}

function readLine(line: EnvLine, whole: string, signs: KeySigns): Reading | null {
  const { name } = line
  const isAssignment =
    name !== '' && !hasKeyPrefix(name, signs.prefixes) && !looksRandom(name) && !HEADERS.has(name.toLowerCase())
  if (!isAssignment) return readWords(whole, signs)
  // Of a setting only what begins as a key does is one.
  return readAssignment(line, signs) ?? readWords(whole, signs, { byPrefixAlone: true })
}

function readAssignment({ name, value, ...line }: EnvLine, { prefixes, variables }: KeySigns): Reading | null {
  if (value === '') return null
  const bare = value.replace(/^["'`]|["'`]?[,;]?$/g, '')
  const isVariable = /^[A-Z][A-Z\d_]*$/.test(name) || namesKey(name)
  const isKey =
    hasKeyPrefix(bare, prefixes) ||
    variables.has(name.toUpperCase()) ||
    (looksLikeKey(bare) && (!isVariable || namesKey(name))) ||
    (namesKey(name) && line.refersToVariable)
  return isKey ? { label: name, isVariable, value, refusal: refusalOf({ value, ...line }) } : null
}

function readWords(text: string, { prefixes }: KeySigns, { byPrefixAlone = false } = {}): Reading | null {
  if (text.length > LONGEST_LINE) return null
  const line = text
    .replace(/^#+\s*/, '')
    .replace(BULLET, '')
    .replace(DECLARED, '')
  const words = line.split(BETWEEN_WORDS).filter(Boolean)
  const known = words.filter((word) => hasKeyPrefix(word, prefixes))
  const [key, ...others] = known.length > 0 || byPrefixAlone ? known : keysByLook(words)
  if (others.length > 0) return { ...nothing, refusal: 'several_keys' }
  if (key) {
    const label = labelOf(line, key)
    const value = /\bbearer\s/i.test(line) ? `Bearer ${key}` : key
    return { label, isVariable: namesKey(label) && !/\s/.test(label), value, refusal: refusalOfKey(key) }
  }
  const broken = words.find((word) => prefixes.some((prefix) => beginsInside(word, prefix)))
  if (broken) return { ...nothing, value: broken, refusal: 'not_a_key' }
  return byPrefixAlone ? null : readAlone(line)
}

/** Where several look like keys, those that no person could have named so. */
function keysByLook(words: readonly string[]): string[] {
  const alike = words.filter(looksLikeKey)
  const random = alike.filter(looksRandom)
  return random.length > 0 ? random : alike
}

const nothing = { label: '', isVariable: false, value: '' }
const refusalOfKey = (key: string) => (isPlaceholder(key) ? 'placeholder' : null)

/** `“sk-…”` and `key:sk-…` hold a beginning, `task-list` doesn't. */
function beginsInside(word: string, prefix: string): boolean {
  const at = word.indexOf(prefix)
  return at >= 0 && !/[A-Za-z\d]/.test(word.charAt(at - 1))
}

/** A short word is a key only where nothing else stands in its line. */
function readAlone(line: string): Reading | null {
  const isOneWord = line.length >= SHORTEST_ALONE && /^[\x21-\x7e]+$/.test(line) && !line.includes('://')
  if (!isOneWord || !/\d/.test(line) || !/[A-Za-z]/.test(line)) return null
  return { label: '', isVariable: false, value: line, refusal: refusalOfKey(line) }
}

/** What stands beside the key: a name where it is short, nothing where it is a command or a sentence. */
function labelOf(line: string, key: string): string {
  const label = line
    .replace(key, ' ')
    .split(/[\s"'`,;|=<>()[\]\\]+/)
    .filter((word) => !NO_NAME.has(word.toLowerCase().replace(/:$/, '')) && !looksRandom(word))
    .join(' ')
    .replace(/^[\s:.–—-]+|[\s:.–—-]+$/g, '')
  return label.length > LONGEST_LABEL || label.includes('://') ? '' : label
}
