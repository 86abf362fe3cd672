import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { silentLog } from '../../../../test/fakes/log.ts'
import { chatStream, completion } from '../../../../test/faults/answers.ts'
import { type FaultProvider, startFaultProvider } from '../../../../test/faults/fault-provider.ts'
import { programFile } from '../../../../test/programs.ts'
import { createCalls } from '../../calls/create-calls.ts'
import { systemClock } from '../../clock.ts'
import { EventBus } from '../../event-bus.ts'
import { Database } from '../../storage/database.ts'
import { migrations } from '../../storage/migrations/index.ts'

const CHILD = programFile('gateway-child')

let folder: string
let provider: FaultProvider
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keydeck-gateway-'))
  provider = await startFaultProvider((exchange) => {
    const isStream = exchange.request.body.includes('"stream":true')
    return (isStream ? chatStream(['Hel', 'lo']) : completion())(exchange)
  })
})
afterEach(async () => {
  await provider.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Calls until so many answers were seen whole, then kills the gateway in the middle of the others. */
async function callUntilKilled(path: string, count: number): Promise<string[]> {
  const child = spawn(process.execPath, [CHILD, path, provider.baseUrl], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  const [port, key] = line.split(' ')
  const seen: string[] = []
  const caller = async (stream: boolean) => {
    for (;;) {
      const response = await fetch(`http://127.0.0.1:${port}/v1/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ model: 'fake-1', messages: [], ...(stream ? { stream } : {}) }),
      })
      const text = await response.text()
      if (!/\}$|\[DONE\]\n\n$/.test(text)) continue
      seen.push(response.headers.get('x-keydeck-request-id') ?? '')
      if (seen.length === count) child.kill('SIGKILL')
    }
  }
  await Promise.allSettled([caller(false), caller(true), caller(false), caller(true)])
  return seen
}

test('a call that a client saw end is on record after kill -9, whenever it comes', async () => {
  const path = join(folder, 'keydeck.db')
  const fresh = new Database(path)
  fresh.write(() => migrations.forEach((migration) => fresh.script(migration)))
  fresh.close()

  const seen: string[] = []
  for (let kill = 1; kill <= 4; kill++) seen.push(...(await callUntilKilled(path, 20 + kill * 23)))

  const database = new Database(path)
  const calls = createCalls({
    database,
    clock: systemClock,
    log: silentLog,
    events: new EventBus(),
    journal: `${path}.calls`,
  })
  try {
    await calls.close()
    expect(database.quickCheck()).toBe('ok')
    const kept = new Set(database.all('SELECT id FROM call').map((row) => row['id']))
    expect(seen.length).toBeGreaterThan(300)
    expect(seen.filter((id) => !kept.has(id))).toEqual([])
  } finally {
    database.close()
  }
})
