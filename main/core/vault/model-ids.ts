/** More than any provider lists, and few enough for a page. */
const MOST_MODELS = 5_000
const LONGEST_ID = 200

/**
 * The model ids of a provider's answer to `GET /models`, in natural order; null where the answer holds no list. Nothing
 * is left out for what it is called: only what is no id at all, and repeats.
 */
export function readModelIds(body: string): string[] | null {
  const parsed = parse(body)
  const list = listIn(parsed)
  if (!list) return null
  const ids = new Set<string>()
  for (const entry of list) {
    const id = idOf(entry)
    if (id) ids.add(id)
    if (ids.size === MOST_MODELS) break
  }
  return [...ids].toSorted(naturally.compare)
}

const naturally = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/** OpenAI's `{data: […]}`, Ollama's and Gemini's own `{models: […]}`, and the bare array of some gateways. */
function listIn(parsed: unknown): readonly unknown[] | null {
  if (Array.isArray(parsed)) return parsed
  if (typeof parsed !== 'object' || parsed === null) return null
  if ('data' in parsed && Array.isArray(parsed.data)) return parsed.data
  if ('models' in parsed && Array.isArray(parsed.models)) return parsed.models
  // Some servers answer null, not an empty list, while nothing is loaded.
  return 'data' in parsed && parsed.data === null && 'object' in parsed ? [] : null
}

function idOf(entry: unknown): string | null {
  const text = typeof entry === 'string' ? entry : nameIn(entry)
  if (text === null || text.length === 0 || text.length > LONGEST_ID) return null
  return /[\p{Cc}\p{Cf}]/u.test(text) ? null : text
}

function nameIn(entry: unknown): string | null {
  if (typeof entry !== 'object' || entry === null) return null
  if ('id' in entry && typeof entry.id === 'string') return entry.id
  return 'name' in entry && typeof entry.name === 'string' ? entry.name : null
}
