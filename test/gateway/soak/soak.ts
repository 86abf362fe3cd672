import { type ChildProcess, fork } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { CallRecord } from '../../../contract/calls.ts'
import { freshSecret } from '../../fakes/vault-fixture.ts'
import { type GatewayFixture, startGateway } from '../gateway-fixture.ts'
import { type End, type FromClients, nameOf, type Seen, type ToClients } from './plan.ts'

/** How much is asked, and by how many at once. */
export interface SoakSize {
  clients: number
  calls: number
  /** A local key is created and another revoked each time so many calls have ended. */
  every: number
}

/** What a soak came to. */
export interface SoakReport {
  calls: number
  seconds: number
  rows: number
  keysMade: number
  endStates: Record<string, number>
  /** Everything that is not as it must be, in words; at most twenty of a kind. */
  faults: string[]
  /** After a tenth of the calls, and after all of them. */
  heapMb: [number, number]
  rssMb: [number, number]
  /** Open files of this process before the first call, and after the last. */
  openFiles: [number, number]
}

/**
 * Lets many clients of another process ask a gateway whose provider, a third process, is faulty, while local keys come and
 * go; then compares what the clients saw end, what the provider saw, and what is on record.
 */
export async function soak(size: SoakSize): Promise<SoakReport> {
  const provider = forkScript('provider-process.ts')
  const port = await new Promise<string>((said) => createInterface({ input: provider.stdout! }).once('line', said))
  const gateway = await startGateway({ baseUrl: `http://127.0.0.1:${port}/v1`, secret: freshSecret() })
  const clients = forkScript('clients-process.ts')
  try {
    const before = { files: openFiles(), at: performance.now() }
    const keys = new ChangingKeys(gateway)
    const marks: { heap: number; rss: number }[] = []
    const ends = await letAsk(clients, { ...size, baseUrl: gateway.baseUrl, keys: keys.usable }, (done) => {
      if (marks.length === 0 && done >= size.calls / 10) marks.push(memory())
      return keys.change()
    })
    const seconds = (performance.now() - before.at) / 1_000
    clients.kill()
    await untilIdle(gateway)
    marks.push(memory())
    const rows = allRows(gateway)
    const seen = await whatWasSeen(provider)
    const [first = marks[0]!, last = first] = [marks[0], marks.at(-1)]
    return {
      calls: ends.length,
      seconds,
      rows: rows.length,
      keysMade: keys.made,
      endStates: countBy(rows, ({ endState }) => endState),
      faults: [...lostOrDoubled(ends, rows, seen), ...afterRevoke(ends, rows, seen)],
      heapMb: [first.heap, last.heap],
      rssMb: [first.rss, last.rss],
      openFiles: [before.files, openFiles()],
    }
  } finally {
    clients.kill()
    await gateway.close()
    provider.kill()
  }
}

function forkScript(name: string): ChildProcess {
  return fork(join(import.meta.dirname, name), {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    serialization: 'advanced',
  })
}

/** Local keys that come and go: some usable at each moment, some revoked. */
class ChangingKeys {
  readonly #gateway: GatewayFixture
  readonly #issued: { id: string; text: string }[] = []
  readonly #revoked: string[] = []
  made = 0

  constructor(gateway: GatewayFixture) {
    this.#gateway = gateway
    for (let count = 0; count < 4; count += 1) this.#make()
  }

  get usable(): string[] {
    return this.#issued.map(({ text }) => text)
  }

  /** Revokes the oldest and makes a new one. Whoever is told of it is told after the revoke has returned. */
  change(): ToClients {
    const oldest = this.#issued.shift()
    if (oldest) {
      this.#gateway.core.gateway.localKeys.revoke(oldest.id)
      this.#revoked.push(oldest.text)
    }
    this.#make()
    return { type: 'keys', usable: this.usable, revoked: this.#revoked }
  }

  #make(): void {
    const { key, shownOnce } = this.#gateway.issue()
    this.#issued.push({ id: key.id, text: shownOnce })
    this.made += 1
  }
}

function letAsk(
  clients: ChildProcess,
  start: Omit<Extract<ToClients, { type: 'start' }>, 'type'>,
  onProgress: (done: number) => ToClients,
): Promise<End[]> {
  return new Promise((resolve, reject) => {
    clients.on('message', (message: FromClients) => {
      if (message.type === 'done') resolve(message.ends)
      else clients.send(onProgress(message.done))
    })
    clients.once('exit', (code) => reject(new Error(`The clients ended with ${code}.`)))
    clients.send({ type: 'start', ...start } satisfies ToClients)
  })
}

/** A call that was given up ends a moment after its client has gone. */
async function untilIdle({ core }: GatewayFixture): Promise<void> {
  for (let turn = 0; turn < 500 && core.gateway.state().running > 0; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

function allRows({ core }: GatewayFixture): CallRecord[] {
  const rows: CallRecord[] = []
  for (let more = true; more; ) {
    const last = rows.at(-1)
    const page = core.calls.list({ limit: 500, filter: { origin: 'gateway' }, ...(last ? { before: last } : {}) })
    rows.push(...page.calls)
    more = page.more
  }
  return rows
}

function whatWasSeen(provider: ChildProcess): Promise<Seen> {
  return new Promise((resolve) => {
    provider.once('message', (seen: Seen) => resolve(seen))
    provider.send('report')
  })
}

/** Every end that a client was given a number for, and every request that reached the provider, has exactly one row. */
function lostOrDoubled(ends: readonly End[], rows: readonly CallRecord[], seen: Seen): string[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const byName = countBy(rows, ({ client }) => client ?? '')
  const arrived = countBy(seen.names, (name) => name)
  const told = ends.filter(({ callId }) => callId !== null)
  return [
    ...some('an end without a row', told.filter(({ callId }) => !byId.has(callId ?? '')).map(describe)),
    ...some(
      'another call’s row',
      told.filter(({ callId, number }) => byId.get(callId ?? '')?.client !== nameOf(number)).map(describe),
    ),
    ...some(
      'a request at the provider without a row',
      Object.keys(arrived).filter((name) => byName[name] === undefined),
    ),
    ...some(
      'a call that reached the provider twice',
      Object.keys(arrived).filter((name) => arrived[name] !== 1),
    ),
    ...some(
      'a call with two rows',
      Object.keys(byName).filter((name) => byName[name] !== 1),
    ),
    ...some(
      'an answer that is on record as another',
      told.filter((end) => isOtherwise(end, byId.get(end.callId ?? ''))).map(describe),
    ),
    ...some(
      'an answer of a call without a number',
      ends.filter((end) => end.status === 200 && end.callId === null).map(describe),
    ),
    ...some('a call that ended in no way that was planned', ends.filter((end) => !isAsPlanned(end)).map(describe)),
  ]
}

/** A client that saw the whole of a good answer must not find it on record as anything else, nor the other way round. */
function isOtherwise({ status, outcome, kind }: End, row: CallRecord | undefined): boolean {
  if (!row || outcome === 'given-up' || kind === 'breaks-off') return false
  return (status === 200 && outcome === 'whole') !== (row.endState === 'ok')
}

function isAsPlanned({ kind, status, outcome, afterRevoke }: End): boolean {
  // A key may be revoked while a call with it runs: it is then refused, or its stream is cut.
  if (status === 403 || (outcome === 'broken' && kind !== 'hangs-up'))
    return afterRevoke || kind !== 'json' || status === 403
  if (afterRevoke) return false
  switch (kind) {
    case 'json':
    case 'large':
    case 'stream':
    case 'breaks-off':
    case 'revoked-key':
      return status === 200 && outcome === 'whole'
    case 'refused-429':
      return status === 429
    case 'refused-500':
      return status === 500
    case 'hangs-up':
      return status === 502
    case 'abort-waiting':
    case 'abort-streaming':
      return outcome === 'given-up'
  }
}

/** A call whose key was revoked before it was sent. */
function afterRevoke(ends: readonly End[], rows: readonly CallRecord[], seen: Seen): string[] {
  const late = ends.filter((end) => end.afterRevoke)
  const names = new Set(late.map(({ number }) => nameOf(number)))
  return [
    ...some('a revoked key that was not refused', late.filter(({ status }) => status !== 403).map(describe)),
    ...some(
      'a call at the provider after the revoke',
      seen.names.filter((name) => names.has(name)),
    ),
    ...some(
      'a row after the revoke',
      rows.flatMap(({ client }) => (client && names.has(client) ? [client] : [])),
    ),
  ]
}

const describe = ({ number, kind, status, outcome }: End) => `${nameOf(number)} (${kind}, ${status}, ${outcome})`

const some = (what: string, which: readonly string[]) => which.slice(0, 20).map((one) => `${what}: ${one}`)

function countBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const item of items) counts[keyOf(item)] = (counts[keyOf(item)] ?? 0) + 1
  return counts
}

function memory(): { heap: number; rss: number } {
  globalThis.gc?.()
  const { heapUsed, rss } = process.memoryUsage()
  return { heap: Math.round(heapUsed / 1_048_576), rss: Math.round(rss / 1_048_576) }
}

/** Sockets, files and all; 0 where the system doesn't tell. */
function openFiles(): number {
  try {
    return readdirSync('/proc/self/fd').length
  } catch {
    return 0
  }
}
