import { join } from 'node:path'
import type { CallRecord } from '../contract/calls.ts'
import type { AccountType } from '../contract/limits.ts'
import type { LocalKey } from '../contract/local-keys.ts'
import type { Core } from '../main/core/create-core.ts'
import { Database } from '../main/core/storage/database.ts'

const DAY = 86_400_000

/** Name, environment, account type, client, share of the environment's calls, dollars a month, models, days to its end. */
type DemoLocalKey = [string, string, AccountType, string, number, number | null, string[] | null, number | null]
const LOCAL_KEYS: readonly DemoLocalKey[] = [
  ['aider', 'Development', 'basic', 'litellm/1.79.0', 0.3, 20, null, null],
  [
    'Continue on the laptop',
    'Development',
    'pro',
    'Continue/1.3.21',
    0.45,
    null,
    ['gpt-4o*', 'claude-sonnet-4-5'],
    null,
  ],
  ['notebook', 'Development', 'free', 'OpenAI/Python 2.8.1', 0.25, 5, null, 5],
  ['ci-evals', 'Staging', 'basic', 'OpenAI/JS 6.46.0', 0.7, 40, ['gpt-4o-mini'], 64],
  ['Open WebUI', 'Staging', 'pro', 'Python/3.12 aiohttp/3.12', 0.3, null, null, null],
  ['support-bot', 'Production', 'pro', 'OpenAI/JS 6.46.0', 0.35, 400, null, 118],
  ['n8n', 'Production', 'enterprise', 'n8n', 0.65, null, null, null],
]

/** A local key of the demo, and how many of its environment's calls come through it. */
export interface DemoIssued {
  key: LocalKey
  client: string
  share: number
}

/** Makes the local keys that a month of calls then comes through; one of them was never used, one is revoked. */
export function addDemoLocalKeys(core: Core): DemoIssued[] {
  const environments = core.vault.environments.list()
  const idOf = (name: string) => environments.find((one) => one.name === name)!.id
  const { localKeys } = core.gateway
  const made = LOCAL_KEYS.map(([name, environment, accountType, client, share, budget, models, days]) => ({
    key: localKeys.create({
      name,
      environmentId: idOf(environment),
      accountType,
      models,
      monthlyBudget: budget === null ? null : budget * 1_000_000,
      expiresAt: days === null ? null : Date.now() + days * DAY,
    }).key,
    client,
    share,
  }))
  localKeys.create({ name: 'Zed', environmentId: idOf('Development'), accountType: 'pro' })
  const old = localKeys.create({ name: 'old laptop', environmentId: idOf('Staging'), accountType: 'basic' })
  localKeys.revoke(old.key.id)
  return made
}

/** Gives a gateway call to one of its environment's local keys. */
export function throughLocalKey(call: CallRecord, issued: readonly DemoIssued[], random: () => number): CallRecord {
  if (call.origin !== 'gateway') return call
  const here = issued.filter(({ key }) => key.environmentId === call.environmentId)
  let left = random()
  const one = here.find(({ share }) => (left -= share) < 0) ?? here.at(-1)
  if (!one) return call
  return { ...call, localKeyId: one.key.id, localKeyName: one.key.name, client: one.client }
}

/** Writes down when each local key was last used, as its calls would have. */
export function rememberUses(folder: string, calls: readonly CallRecord[]): void {
  const database = new Database(join(folder, 'keydeck.db'))
  const last = new Map<string, CallRecord>()
  for (const call of calls) {
    const known = call.localKeyId === null ? undefined : last.get(call.localKeyId)
    if (call.localKeyId !== null && (known?.startedAt ?? 0) < call.startedAt) last.set(call.localKeyId, call)
  }
  for (const [id, { startedAt, client }] of last) {
    database.run('UPDATE local_key SET last_used_at = ?, last_client = ? WHERE id = ?', startedAt, client, id)
  }
  database.close()
}
