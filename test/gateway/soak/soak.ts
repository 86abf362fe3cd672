import { type ChildProcess, fork } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { CallRecord } from '../../../contract/calls.ts'
import { freshSecret } from '../../fakes/vault-fixture.ts'
import { type GatewayFixture, startGateway } from '../gateway-fixture.ts'
import { countBy, findFaults } from './find-faults.ts'
import type { End, FromClients, Seen, ToClients } from './plan.ts'

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
      faults: findFaults(ends, rows, seen),
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
