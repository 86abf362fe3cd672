import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { CallRecord } from '../contract/calls.ts'
import type { VaultKey } from '../contract/keys.ts'
import type { AccountType } from '../contract/limits.ts'
import type { Provider } from '../contract/providers.ts'
import { type Core, createCore } from '../main/core/create-core.ts'
import { Database } from '../main/core/storage/database.ts'
import { headlessPorts } from '../main/headless/host-ports.ts'
import { aCall, seededRandom } from '../test/fakes/calls.ts'
import { silentLog } from '../test/fakes/log.ts'
import { addDemoLocalKeys, rememberUses, throughLocalKey } from './demo-local-keys.ts'

const DAY = 86_400_000

/** Name, preset, environment, account type, model, calls a day, tokens in a call. */
type DemoKey = [string, string, string, AccountType, string, number, number]
const KEYS: readonly DemoKey[] = [
  ['evals-runner', 'openai', 'Development', 'custom', 'gpt-4o', 60, 2_400],
  ['laptop', 'anthropic', 'Development', 'custom', 'claude-sonnet-4-5', 22, 5_200],
  ['or-prototypes', 'openrouter', 'Development', 'custom', 'deepseek/deepseek-chat', 9, 900],
  ['Yunxin sandbox', 'yunxin', 'Development', 'free', 'yunxin-mini', 12, 600],
  ['groq-fast', 'groq', 'Development', 'custom', 'llama-3.3-70b-versatile', 14, 700],
  ['ollama on this machine', 'ollama', 'Development', 'custom', 'llama3.2', 6, 400],
  ['staging-batch', 'openai', 'Staging', 'custom', 'gpt-4o-mini', 130, 3_100],
  ['staging-web', 'yunxin', 'Staging', 'basic', 'yunxin-standard', 40, 1_200],
  ['gemini-staging', 'gemini', 'Staging', 'custom', 'gemini-2.5-flash', 18, 1_500],
  ['mistral-eu', 'mistral', 'Staging', 'custom', 'mistral-large-latest', 5, 1_100],
  ['deepseek-ci', 'deepseek', 'Staging', 'custom', 'deepseek-chat', 0, 0],
  ['Production Server', 'yunxin', 'Production', 'enterprise', 'yunxin-pro', 260, 1_900],
  ['prod-assistants', 'openai', 'Production', 'custom', 'gpt-4o', 90, 2_800],
  ['prod-support-agent', 'anthropic', 'Production', 'custom', 'claude-sonnet-4-5', 35, 6_000],
  ['prod-vision', 'gemini', 'Production', 'custom', 'gemini-2.5-pro', 12, 2_000],
]

/** Fills a profile as it might look after a month: made-up keys, calls with the shape of a working week, conversations. */
export async function fillDemoProfile(folder: string, provider: { baseUrl: string; secret: string }): Promise<void> {
  const core = await createCore({ dataFolder: folder, ports: headlessPorts(silentLog) })
  const calls: CallRecord[] = []
  try {
    await core.secretStore.start()
    const random = seededRandom(7)
    const providers = core.vault.providers.list()
    for (const demo of KEYS) calls.push(...(await addDemoKey(core, providers, demo, random)))
    const issued = addDemoLocalKeys(core)
    calls.splice(0, calls.length, ...calls.map((call) => throughLocalKey(call, issued, random)))
    await Promise.all(calls.toSorted((a, b) => a.startedAt - b.startedAt).map((call) => core.calls.ledger.record(call)))
    await addConversations(core, provider)
  } finally {
    await core.close()
  }
  rememberChecks(folder)
  rememberUses(folder, calls)
}

async function addDemoKey(
  core: Core,
  providers: Provider[],
  demo: DemoKey,
  random: () => number,
): Promise<CallRecord[]> {
  const [name, preset, environmentName, accountType, model, aDay, tokens] = demo
  const provider = providers.find((one) => one.preset === preset)!
  const environment = core.vault.environments.list().find((one) => one.name === environmentName)!
  const { key } = await core.vault.keys.add({
    name,
    providerId: provider.id,
    environmentId: environment.id,
    accountType,
    tags: [],
    notes: '',
    ...(provider.needsKey ? { secret: provider.keyPrefix + randomBytes(20).toString('hex') } : {}),
  })
  return monthOfCalls({ key, provider, environmentName, model, aDay, tokens }, random)
}

interface DemoUse {
  key: VaultKey
  provider: Provider
  environmentName: string
  model: string
  aDay: number
  tokens: number
}

function monthOfCalls(use: DemoUse, random: () => number): CallRecord[] {
  const calls: CallRecord[] = []
  const now = Date.now()
  for (let day = 34; day >= 0; day -= 1) {
    const weekday = new Date(now - day * DAY).getUTCDay()
    const share = weekday === 0 || weekday === 6 ? 0.25 : 0.7 + random() * 0.6
    for (let count = Math.round(use.aDay * share); count > 0; count -= 1) {
      const hour = 7 + 11 * (random() + random()) * 0.5 + (random() < 0.06 ? 8 : 0)
      const startedAt = Math.floor((now - day * DAY) / DAY) * DAY + Math.floor(hour * 3_600_000)
      if (startedAt < now) calls.push(demoCall(use, startedAt, random))
    }
  }
  return calls
}

function demoCall(
  { key, provider, environmentName, model, tokens }: DemoUse,
  startedAt: number,
  random: () => number,
): CallRecord {
  const isError = random() < 0.012
  const input = Math.round(tokens * (0.4 + random() * 1.2))
  const output = Math.round(tokens * 0.3 * (0.3 + random() * 1.4))
  const firstToken = 180 + 500 * random() ** 3
  return aCall(
    {
      startedAt,
      origin: random() < 0.8 ? 'gateway' : 'playground',
      environmentId: key.environmentId,
      environmentName,
      providerId: provider.id,
      providerName: provider.name,
      keyId: key.id,
      keyName: key.name,
      keyMask: `${key.prefix}••••${key.last4}`,
      accountType: key.accountType,
      model,
      endState: isError ? 'error' : 'ok',
      status: isError ? 429 : 200,
      errorLayer: isError ? 'provider' : null,
      errorCode: isError ? 'rate_limit_exceeded' : null,
      tokens: isError ? null : { input, cached: Math.round(input * 0.2), output, reasoning: 0, estimated: false },
      cost: isError || !provider.needsKey ? 0 : Math.round(input * 1.1 + output * 6),
      timeToFirstTokenMs: isError ? null : firstToken,
      durationMs: isError ? 140 : firstToken + output * 9,
    },
    random,
  )
}

const QUESTIONS = [
  'Why does a token bucket let a burst of twice its size through?',
  'Write an exact sliding log in TypeScript.',
  '为什么会重复计费？',
  'Compare the three models on this prompt in a table.',
]

/** Real conversations: asked through the door, answered by the provider that the caller started. */
async function addConversations(core: Core, { baseUrl, secret }: { baseUrl: string; secret: string }): Promise<void> {
  const provider = core.vault.providers.add({
    name: 'Workbench',
    baseUrl,
    keyPrefix: '',
    variable: '',
    dashboardUrl: null,
    needsKey: true,
    caPem: null,
  })
  const [environment] = core.vault.environments.list()
  const { key } = await core.vault.keys.add({
    name: 'workbench',
    providerId: provider.id,
    environmentId: environment!.id,
    accountType: 'custom',
    tags: [],
    notes: '',
    secret,
  })
  await core.vault.keys.check(key.id)
  for (const text of QUESTIONS) {
    const { runId } = core.playground.start({
      conversationId: null,
      parentId: null,
      keyId: key.id,
      model: 'gpt-4o',
      system: 'You review TypeScript for a local API gateway. Name the file first.',
      text,
    })
    for await (const event of core.playground.watch(runId, new AbortController().signal))
      if (event.type === 'end') break
  }
}

/** Checks need the providers, which a demo can't ask: these results are part of the made-up month. */
function rememberChecks(folder: string): void {
  const database = new Database(join(folder, 'keydeck.db'))
  const random = seededRandom(11)
  for (const row of database.all("SELECT id, name FROM vault_key WHERE last_check IS NULL AND name <> 'deepseek-ci'")) {
    const isWrong = row['name'] === 'prod-vision'
    const result = {
      at: Date.now() - Math.round(random() * 3_600_000),
      ok: !isWrong,
      status: isWrong ? 401 : 200,
      latencyMs: Math.round(90 + random() * 320),
      models: isWrong ? null : 41,
      error: isWrong ? INVALID : null,
    }
    database.run('UPDATE vault_key SET last_check = ? WHERE id = ?', JSON.stringify(result), row['id']!)
  }
  database.close()
}

const INVALID = {
  layer: 'provider',
  status: 401,
  code: 'invalid_api_key',
  message: 'The provider refused the key.',
  providerMessage: 'API key not valid. Please pass a valid API key.',
  hint: null,
  requestId: null,
  retryAfterMs: null,
}
