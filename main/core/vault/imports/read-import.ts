import type { ImportBatch, ImportSource } from '../../../../contract/imports.ts'
import type { Provider } from '../../../../contract/providers.ts'
import { KeydeckError } from '../../keydeck-error.ts'
import type { ClipboardReader } from '../../ports.ts'
import { readClipboardText } from '../keys/clipboard-secret.ts'
import type { Found } from './candidate.ts'
import { envCandidates, type KeySigns } from './env-candidates.ts'
import { parseEnvLines } from './env-lines.ts'
import { isTrackedByGit } from './git-index.ts'
import { pastedCandidates } from './pasted-candidates.ts'
import { keyPrefixes } from './provider-guess.ts'
import { type ReadFile, readEnvFile } from './read-env-file.ts'

/** As much as may be pasted; a clipboard may hold anything. */
const MOST_TEXT = 200_000
/** As many as are stored at once; a person looks at every row. */
const MOST_ROWS = 2_000

/** What a source holds, before any value of it is cleaned. */
export interface ReadSource extends Found {
  file: { read: ReadFile; facts: NonNullable<ImportBatch['file']> } | null
}

/** Reads a source, and finds the lines in it that hold keys. */
export async function readSource(
  source: ImportSource,
  context: { providers: readonly Provider[]; clipboard: ClipboardReader },
): Promise<ReadSource> {
  const signs = signsOf(context.providers)
  if (source.from === 'env-file') return readFileSource(source.path, signs)
  const text = source.from === 'text' ? source.text : await readClipboardText(context.clipboard)
  if (text.length > MOST_TEXT) throw new KeydeckError('INVALID', { field: source.from, reason: 'too_long' })
  return { ...refuseMany(pastedCandidates(text, signs), source.from), file: null }
}

async function readFileSource(path: string, signs: KeySigns): Promise<ReadSource> {
  const read = await readEnvFile(path)
  const found = refuseMany(envCandidates(parseEnvLines(read.bytes), signs), 'path')
  const facts = {
    path: read.path,
    // Windows has no such bits.
    othersCanRead: process.platform === 'win32' ? null : (read.stats.mode & 0o044) !== 0,
    trackedByGit: await isTrackedByGit(read.path),
  }
  return { ...found, file: { read, facts } }
}

function signsOf(providers: readonly Provider[]): KeySigns {
  const variables = providers.map((provider) => provider.variable.toUpperCase()).filter(Boolean)
  return { prefixes: keyPrefixes(providers), variables: new Set(variables) }
}

function refuseMany(found: Found, field: string): Found {
  if (found.candidates.length > MOST_ROWS) throw new KeydeckError('INVALID', { field, reason: 'too_many_keys' })
  return found
}
