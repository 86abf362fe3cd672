import { deepStrictEqual } from 'node:assert'
import type { FaultProvider, SeenRequest } from '../faults/fault-provider.ts'
import { withoutBoundary } from './boundary.ts'
import type { Endpoint } from './gateway-fixture.ts'
import { type Answer, recordingFetch } from './recording-fetch.ts'

/** What a piece of client code is given: where to ask, and the `fetch` to do it with. */
export interface Client extends Endpoint {
  fetch: typeof fetch
  /** For a client that brings its own transport: what it was answered. */
  note: (answer: Answer) => void
}

/** One way a client's code went: what it made of the answers, what came, and what reached the provider. */
export interface Way<Result> {
  result: Result
  answers: Answer[]
  requests: SeenRequest[]
}

export interface Comparison<Result> {
  direct: Way<Result>
  through: Way<Result>
  /** Everything that a client or the provider could tell the two apart by. */
  differences: string[]
}

/**
 * What of an answer may differ, and why. Everything else a client gets through the gateway is what the provider sent.
 */
export const ignoredInAnswers: Readonly<Record<string, string>> = {
  date: 'the clock of whoever wrote the head',
  connection: 'belongs to one hop',
  'keep-alive': 'belongs to one hop',
  'transfer-encoding': 'belongs to one hop',
  'x-keydeck-request-id': 'the call’s number in the ledger, added',
  'x-content-type-options': 'keeps a browser from guessing, added',
  'referrer-policy': 'keeps a browser from telling, added',
  'cross-origin-resource-policy': 'keeps a browser from lending, added',
  'cross-origin-opener-policy': 'keeps a browser from lending, added',
  'content-security-policy': 'keeps a browser from showing or framing, added',
}

/** What of a request may differ where it reaches the provider, and why. */
export const ignoredInRequests: Readonly<Record<string, string>> = {
  host: 'the provider’s own address instead of the gateway’s',
  connection: 'belongs to one hop',
  'keep-alive': 'belongs to one hop',
  'transfer-encoding': 'belongs to one hop',
  expect: 'belongs to one hop',
}

const splice = ',"stream_options":{"include_usage":true}'

export interface ComparisonOptions {
  /** The gateway asks for the usage event here: its words in the request are taken out before it is compared. */
  injected?: boolean
}

/** Runs the same client code, with the same secret at its end, against the provider itself and through the gateway, and says what differs. */
export async function compare<Result>(
  places: { provider: FaultProvider; direct: Endpoint; through: Endpoint },
  work: (client: Client) => Promise<Result>,
  options: ComparisonOptions = {},
): Promise<Comparison<Result>> {
  const direct = await goOneWay(places.provider, places.direct, work)
  const through = await goOneWay(places.provider, places.through, work)
  const differences = [
    ...differencesOfResults(direct.result, through.result),
    ...pairs(direct.answers, through.answers, 'answer', differencesOfAnswers),
    ...pairs(direct.requests, through.requests, 'request', (one, other) =>
      differencesOfRequests(withoutBoundary(one), withoutBoundary(options.injected ? withoutSplice(other) : other)),
    ),
  ]
  return { direct, through, differences }
}

async function goOneWay<Result>(
  provider: FaultProvider,
  endpoint: Endpoint,
  work: (client: Client) => Promise<Result>,
): Promise<Way<Result>> {
  const before = provider.seen.length
  const { fetch, answers } = recordingFetch()
  const noted: Answer[] = []
  const result = await work({ ...endpoint, fetch, note: (answer) => void noted.push(answer) })
  return { result, answers: [...answers(), ...noted], requests: provider.seen.slice(before) }
}

function differencesOfResults(direct: unknown, through: unknown): string[] {
  try {
    deepStrictEqual(through, direct)
    return []
  } catch (error) {
    return [`result: ${error instanceof Error ? error.message : 'not equal'}`]
  }
}

function pairs<Item>(direct: Item[], through: Item[], name: string, differ: (a: Item, b: Item) => string[]): string[] {
  if (direct.length !== through.length) return [`${name}s: ${direct.length} directly, ${through.length} through`]
  return direct.flatMap((item, index) => {
    const other = through[index]
    return other === undefined ? [] : differ(item, other).map((text) => `${name} ${index + 1}: ${text}`)
  })
}

/** What tells one answer from the other: status, headers that matter, bytes. */
export function differencesOfAnswers(direct: Answer, through: Answer): string[] {
  return [
    ...(direct.status === through.status ? [] : [`status ${direct.status} became ${through.status}`]),
    ...differencesOfHeaders(direct.headers, through.headers, isOursOrHop(direct)),
    ...differencesOfBytes(direct.body, through.body),
  ]
}

/** `cache-control: no-store` is added where the provider says nothing of it, and only there. */
const isOursOrHop = (direct: Answer) => (name: string) =>
  name in ignoredInAnswers || (name === 'cache-control' && direct.headers[name] === undefined)

function differencesOfRequests(direct: SeenRequest, through: SeenRequest): string[] {
  const [one, other] = [direct, through].map((request) => Object.fromEntries(entriesOf(request)))
  const line = (request: SeenRequest) => `${request.method} ${request.path}`
  return [
    ...(line(direct) === line(through) ? [] : [`${line(direct)} became ${line(through)}`]),
    ...differencesOfHeaders(
      one ?? {},
      other ?? {},
      (name) => name in ignoredInRequests || isPackingOfStream(name, other),
    ),
    ...differencesOfBytes(direct.body, through.body),
  ]
}

/** A packed stream could not be read while it passes: it is asked for unpacked. */
const isPackingOfStream = (name: string, through: Record<string, string> = {}) =>
  name === 'accept-encoding' && through[name] === 'identity'

function entriesOf({ rawHeaders }: SeenRequest): [string, string][] {
  const entries: [string, string][] = []
  for (let index = 0; index < rawHeaders.length; index += 2) {
    entries.push([(rawHeaders[index] ?? '').toLowerCase(), rawHeaders[index + 1] ?? ''])
  }
  return entries
}

function differencesOfHeaders(
  direct: Record<string, string>,
  through: Record<string, string>,
  isIgnored: (name: string) => boolean,
): string[] {
  const names = [...new Set([...Object.keys(direct), ...Object.keys(through)])].filter((name) => !isIgnored(name))
  return names
    .filter((name) => direct[name] !== through[name])
    .map((name) => `header ${name}: ${direct[name] ?? '(none)'} became ${through[name] ?? '(none)'}`)
}

function differencesOfBytes(direct: Buffer, through: Buffer): string[] {
  if (direct.equals(through)) return []
  let at = 0
  while (at < direct.length && direct[at] === through[at]) at += 1
  return [`bytes differ from ${at} on, of ${direct.length} directly and ${through.length} through`]
}

/** The request as the client wrote it, where the gateway added its own wish for the usage event. */
function withoutSplice(request: SeenRequest): SeenRequest {
  const text = request.body.toString('utf8')
  if (!text.includes(splice)) return request
  const body = Buffer.from(text.replace(splice, ''))
  const rawHeaders = request.rawHeaders.map((value, index) =>
    index % 2 === 1 && request.rawHeaders[index - 1]?.toLowerCase() === 'content-length' ? String(body.length) : value,
  )
  return { ...request, body, rawHeaders }
}
