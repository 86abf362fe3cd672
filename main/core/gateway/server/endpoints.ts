/** What the body of a request must be. */
export type BodyKind = 'none' | 'json' | 'multipart' | 'json-or-multipart'

/** What the gateway does with a path and a method. */
export type Endpoint =
  | { kind: 'models' }
  | { kind: 'model'; id: string }
  | {
      kind: 'call'
      body: BodyKind
      /** Where a model must be named; with `default`, what the API takes where the body names none. */
      model: 'named' | 'none' | { default: string }
      /** Acts on the provider's account. */
      files: boolean
    }

/** An endpoint, or what is wrong with the path or the method. */
export type Found =
  | { kind: 'endpoint'; endpoint: Endpoint }
  | { kind: 'method_not_allowed'; allow: string }
  | { kind: 'not_supported'; hint: string }
  | { kind: 'unknown'; hint: string | null }

type Methods = Partial<Record<'GET' | 'POST' | 'DELETE', Endpoint>>

const call = (body: BodyKind, model: Extract<Endpoint, { kind: 'call' }>['model']): Endpoint => ({
  kind: 'call',
  body,
  model,
  files: false,
})
const named = { POST: call('json', 'named') }
const plain = call('none', 'none')
const imageDefault = { default: 'dall-e-2' }
const files = (body: BodyKind): Endpoint => ({ kind: 'call', body, model: 'none', files: true })

const exact: ReadonlyMap<string, Methods> = new Map<string, Methods>([
  ['/v1/models', { GET: { kind: 'models' } }],
  ['/v1/chat/completions', named],
  ['/v1/completions', named],
  ['/v1/responses', named],
  ['/v1/responses/input_tokens', named],
  ['/v1/responses/compact', named],
  ['/v1/embeddings', named],
  ['/v1/rerank', named],
  ['/v1/moderations', { POST: call('json', { default: 'omni-moderation-latest' }) }],
  ['/v1/images/generations', { POST: call('json', imageDefault) }],
  ['/v1/images/edits', { POST: call('json-or-multipart', imageDefault) }],
  ['/v1/images/variations', { POST: call('multipart', imageDefault) }],
  ['/v1/audio/speech', named],
  ['/v1/audio/transcriptions', { POST: call('multipart', 'named') }],
  ['/v1/audio/translations', { POST: call('multipart', 'named') }],
  ['/v1/files', { GET: files('none'), POST: files('multipart') }],
  ['/v1/uploads', { POST: files('json') }],
])

const patterns: readonly { pattern: RegExp; methods: Methods }[] = [
  { pattern: /^\/v1\/responses\/[\w-]{1,200}$/, methods: { GET: plain, DELETE: plain } },
  { pattern: /^\/v1\/responses\/[\w-]{1,200}\/cancel$/, methods: { POST: plain } },
  { pattern: /^\/v1\/responses\/[\w-]{1,200}\/input_items$/, methods: { GET: plain } },
  { pattern: /^\/v1\/files\/[\w-]{1,200}$/, methods: { GET: files('none'), DELETE: files('none') } },
  { pattern: /^\/v1\/files\/[\w-]{1,200}\/content$/, methods: { GET: files('none') } },
  { pattern: /^\/v1\/uploads\/[\w-]{1,200}\/parts$/, methods: { POST: files('multipart') } },
  { pattern: /^\/v1\/uploads\/[\w-]{1,200}\/complete$/, methods: { POST: files('json') } },
  { pattern: /^\/v1\/uploads\/[\w-]{1,200}\/cancel$/, methods: { POST: files('none') } },
]

const notSupported =
  /^\/v1\/(realtime|batches|fine_tuning|fine-tunes|vector_stores|assistants|threads|conversations|containers|evals|videos|chatkit|organization)(\/|$)/
const modelPath = /^\/v1\/models\/([\w.:@+~%/-]{1,400})$/

/** What stands at a path, which is compared as it is: nothing is decoded, folded or resolved. */
export function findEndpoint(method: string, path: string): Found {
  const methods = exact.get(path) ?? patterns.find(({ pattern }) => pattern.test(path))?.methods ?? modelAt(path)
  if (methods) {
    const endpoint = methods[method === 'HEAD' ? 'GET' : (method as keyof Methods)]
    if (endpoint && (method !== 'HEAD' || endpoint.kind !== 'call')) return { kind: 'endpoint', endpoint }
    return { kind: 'method_not_allowed', allow: allowed(methods) }
  }
  if (/^\/v1\/messages(\/|$)/.test(path)) return { kind: 'not_supported', hint: otherApi("Anthropic's") }
  return notSupported.test(path) ? { kind: 'not_supported', hint: goesOn } : { kind: 'unknown', hint: hintFor(path) }
}

function allowed(methods: Methods): string {
  const names = Object.keys(methods)
  return methods.GET && methods.GET.kind !== 'call' ? ['GET', 'HEAD', ...names.slice(1)].join(', ') : names.join(', ')
}

function modelAt(path: string): Methods | null {
  const written = modelPath.exec(path)?.[1]
  if (written === undefined || written.endsWith('/')) return null
  try {
    return { GET: { kind: 'model', id: decodeURIComponent(written) } }
  } catch {
    return null
  }
}

const goesOn = 'What it begins goes on after the call, where no limit of a local key holds.'
const otherApi = (whose: string) =>
  `This is ${whose} API; the gateway speaks OpenAI's. Choose "OpenAI-compatible" in the tool, or use /v1/chat/completions.`

/** A base URL that is nearly right is the commonest mistake: the answer says what to set. */
function hintFor(path: string): string | null {
  const bare = path.replace(/\/{2,}/g, '/').replace(/(.)\/$/, '$1')
  const once = bare.replace(/^(\/v1)+(?=\/)/i, '/v1')
  if (bare === '/v1') return 'This is the base URL: a tool adds the endpoint to it, as in /v1/chat/completions.'
  if (bare === '/') return 'The base URL ends in /v1, and a tool adds the endpoint to that, as in /v1/chat/completions.'
  if (/^(\/v1)?\/api\/(tags|chat|generate|show|version|embed)$/.test(bare)) return otherApi("Ollama's")
  const known = (candidate: string) => exact.has(candidate)
  if (known(`/v1${bare}`)) return `The base URL lacks "/v1": it must end in /v1, so that this becomes /v1${bare}.`
  if (once !== bare && known(once)) return `The base URL ends in "/v1" twice: set it so that this becomes ${once}.`
  if (bare !== path && known(bare)) return `The base URL has a slash too many: set it so that this becomes ${bare}.`
  if (known(bare.toLowerCase())) return `Paths are in lower case: this is ${bare.toLowerCase()}.`
  return null
}
