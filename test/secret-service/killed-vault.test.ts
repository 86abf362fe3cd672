import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { Facts } from '../../main/core/settings/facts.ts'
import { Database } from '../../main/core/storage/database.ts'
import { StoredSecrets } from '../../main/core/vault/stored-secrets.ts'
import { json } from '../faults/answers.ts'
import { startFaultProvider } from '../faults/fault-provider.ts'
import { programFile } from '../programs.ts'
import { folder, service } from './scenario.ts'
import { hasSecretService, withoutBus } from './secret-service.ts'

const program = programFile('vault-process')
const run = promisify(execFile)

interface Place {
  dataFolder: string
  env: Record<string, string>
  kind: 'encrypted-file' | 'os-keychain'
  /** The names of everything that the store holds. */
  items: () => Promise<string[]>
}

/** Acts in one folder, killed after some acts and in the middle of the next, round after round. */
async function killAgainAndAgain(place: Place, rounds: number): Promise<void> {
  const provider = await startFaultProvider(json({ object: 'list', data: [{ id: 'tiny' }] }))
  let keys = 0
  try {
    for (let round = 0; round < rounds; round += 1) {
      await actUntilKilled(place, [String(round), 'live', provider.baseUrl], 1 + Math.floor(Math.random() * 12))
      const asked = provider.seen.length
      const tried = await check(place, [String(round + 1), 'check', provider.baseUrl])
      const sent = provider.seen.slice(asked).map((seen) => seen.headers.authorization?.replace('Bearer ', '') ?? '')
      expect(sent).toHaveLength(tried.length)
      expectLastWord(place, new Map(tried.map((name, index) => [name, sent[index] ?? ''])))
      await expectNoStrays(place)
      keys = tried.length
    }
    expect(keys, 'keys that outlived the rounds').toBeGreaterThan(0)
  } finally {
    await provider.close()
  }
}

async function actUntilKilled({ dataFolder, env, kind }: Place, rest: string[], acts: number): Promise<void> {
  const child = spawn(process.execPath, [program, dataFolder, ...rest, kind], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let left = acts
  createInterface(child.stdout).on('line', () => {
    left -= 1
    // By then the next act is under way.
    if (left === 0) child.kill('SIGKILL')
  })
  const [, signal] = await once(child, 'exit')
  expect(signal).toBe('SIGKILL')
}

async function check({ dataFolder, env, kind }: Place, rest: string[]): Promise<string[]> {
  const { stdout } = await run(process.execPath, [program, dataFolder, ...rest, kind], { env })
  return JSON.parse(stdout) as string[]
}

/** Each key goes with what was last said to be true of it, or with what was about to be. */
function expectLastWord({ dataFolder }: Place, found: ReadonlyMap<string, string>): void {
  const possible = new Map<string, (string | null)[]>()
  for (const line of readFileSync(join(dataFolder, 'acts.jsonl'), 'utf8').trimEnd().split('\n')) {
    const { name, secret, phase } = JSON.parse(line) as { name: string; secret: string | null; phase: string }
    possible.set(name, phase === 'done' ? [secret] : [...(possible.get(name) ?? [null]), secret])
  }
  for (const [name, secrets] of possible) expect(secrets, name).toContain(found.get(name) ?? null)
  for (const name of found.keys()) expect([...possible.keys()]).toContain(name)
}

async function expectNoStrays({ dataFolder, items }: Place): Promise<void> {
  const database = new Database(join(dataFolder, 'keydeck.db'))
  try {
    const rows = new StoredSecrets(database).list()
    expect(rows.filter((row) => !row.isConfirmed)).toEqual([])
    expect((await items()).toSorted()).toEqual(['sentinel', ...rows.map((row) => row.recordId)].toSorted())
  } finally {
    database.close()
  }
}

/** What names this install's items in a keychain. */
function installId(dataFolder: string): string {
  const database = new Database(join(dataFolder, 'keydeck.db'))
  try {
    return (new Facts(database).get('secret-store') as { installId: string }).installId
  } finally {
    database.close()
  }
}

test('K8 a vault killed at any moment over the encrypted file: each key works with its old or its new secret, and no secret is left over', {
  timeout: 240_000,
}, async () => {
  const dataFolder = await folder()
  const place: Place = {
    dataFolder,
    env: withoutBus(dataFolder),
    kind: 'encrypted-file',
    async items() {
      const [, body = ''] = readFileSync(join(dataFolder, 'secrets', 'secrets.keydeck'), 'utf8').split('\n')
      return Object.keys((JSON.parse(body) as { records: object }).records)
    },
  }
  await killAgainAndAgain(place, 6)
})

test.skipIf(!hasSecretService())(
  'K8 a vault killed at any moment over a real Secret Service: the same',
  { timeout: 240_000 },
  async () => {
    const keyring = await service()
    const dataFolder = await folder()
    const place: Place = {
      dataFolder,
      env: keyring.env,
      kind: 'os-keychain',
      async items() {
        const search = ['search', '--all', 'service', `keydeck/${installId(dataFolder)}`]
        const { stdout, stderr } = await run('secret-tool', search, { env: keyring.env })
        return [...`${stdout}\n${stderr}`.matchAll(/^attribute\.username = (.+)$/gm)].map(([, name]) => name ?? '')
      },
    }
    await killAgainAndAgain(place, 4)
  },
)
