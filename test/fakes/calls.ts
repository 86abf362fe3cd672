import type { CallRecord, EndState, Origin } from '../../contract/calls.ts'
import type { AccountType } from '../../contract/limits.ts'

/** The same numbers between 0 and 1 for the same seed, on every machine. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** A version 4 UUID from a seeded source, so that two runs record the same calls. */
export function uuidFrom(random: () => number): string {
  const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16))
  hex[12] = '4'
  hex[16] = '89ab'[Math.floor(random() * 4)] ?? '8'
  const text = hex.join('')
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-')
}

/** One plain call that ended well; `change` says what is different about it. */
export function aCall(change: Partial<CallRecord> = {}, random: () => number = Math.random): CallRecord {
  return {
    id: uuidFrom(random),
    startedAt: Date.UTC(2026, 4, 12, 9, 30),
    origin: 'playground',
    environmentId: ENVIRONMENTS[0].id,
    environmentName: ENVIRONMENTS[0].name,
    providerId: PROVIDERS[0].id,
    providerName: PROVIDERS[0].name,
    keyId: '00000000-0000-4000-8000-0000000000a1',
    keyName: 'Development',
    keyMask: 'yx-••••f456',
    accountType: 'pro',
    localKeyId: null,
    localKeyName: null,
    client: null,
    conversationId: null,
    method: 'POST',
    path: '/chat/completions',
    model: 'gpt-4o-mini',
    streaming: true,
    endState: 'ok',
    status: 200,
    errorLayer: null,
    errorCode: null,
    tokens: { input: 120, cached: 0, output: 80, reasoning: 0, estimated: false },
    cost: 66,
    priceSource: 'catalog@test',
    waitMs: 0,
    timeToFirstTokenMs: 240,
    durationMs: 1_900,
    attempt: 1,
    requestBytes: 640,
    responseBytes: 9_400,
    providerRequestId: null,
    ...change,
  }
}

export const ENVIRONMENTS = [
  { id: '00000000-0000-4000-8000-0000000000e1', name: 'development' },
  { id: '00000000-0000-4000-8000-0000000000e2', name: 'staging' },
  { id: '00000000-0000-4000-8000-0000000000e3', name: 'production' },
] as const

/** Whose the gateway's calls are. */
export const LOCAL_KEYS = [
  { id: '00000000-0000-4000-8000-0000000000c1', name: 'Editor' },
  { id: '00000000-0000-4000-8000-0000000000c2', name: 'Agent' },
] as const

const PROVIDERS = [
  {
    id: '00000000-0000-4000-8000-0000000000b1',
    name: 'Yunxin',
    prefix: 'yx-',
    models: ['yx-large', 'yx-mini', 'gpt-4o'],
  },
  {
    id: '00000000-0000-4000-8000-0000000000b2',
    name: 'OpenAI',
    prefix: 'sk-',
    models: ['gpt-4o', 'gpt-4o-mini', 'o3'],
  },
  {
    id: '00000000-0000-4000-8000-0000000000b3',
    name: 'Anthropic',
    prefix: 'sk-ant-',
    models: ['claude-sonnet-4-5', 'claude-haiku-4-5'],
  },
  {
    id: '00000000-0000-4000-8000-0000000000b4',
    name: 'Gemini',
    prefix: 'AI',
    models: ['gemini-2.5-pro', 'gemini-2.5-flash'],
  },
] as const

const KEY_NAMES = [
  'Production Server',
  'prod-assistants',
  'staging-batch',
  'evals-runner',
  'prod-vision',
  'claude-code laptop',
  'staging-web',
  'prod-support-agent',
  'Development',
  'notebook',
]
const TYPES: readonly AccountType[] = ['free', 'basic', 'pro', 'enterprise']

/** Someone who holds a key and uses some of its models from one or two places. */
interface Caller {
  weight: number
  fixed: Partial<CallRecord>
  models: readonly string[]
  origins: readonly Origin[]
}

/** How many calls, over which time, with how many keys. */
export interface CallPlan {
  count: number
  from: number
  to: number
  keys?: number
  seed?: number
  /** In the order development, staging, production; a profile's own, where its page is to show them. */
  environments?: readonly { id: string; name: string }[]
}

/**
 * Calls as a busy person's ledger has them, in order of time: a few keys make most calls, days are busier than nights,
 * some calls fail, are stopped or cut off, some have no price. The same plan gives the same calls.
 */
export function* manyCalls(plan: CallPlan): Generator<CallRecord> {
  const random = seededRandom(plan.seed ?? 1)
  const callers = makeCallers(plan, seededRandom(1))
  const weights = callers.reduce((sum, caller) => sum + caller.weight, 0)
  const step = (plan.to - plan.from) / plan.count
  for (let index = 0; index < plan.count; index += 1) {
    const even = plan.from + step * index
    const startedAt = Math.floor(isQuiet(even) && random() < 0.7 ? towardsNoon(even, plan) : even + random() * step)
    let left = random() * weights
    const caller = callers.find((one) => (left -= one.weight) < 0) ?? callers[0]
    if (caller) yield oneCall(caller, startedAt, random)
  }
}

function oneCall(caller: Caller, startedAt: number, random: () => number): CallRecord {
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() ** 2 * items.length)] as Item
  const chance = random()
  const endState: EndState = chance < 0.97 ? 'ok' : chance < 0.98 ? 'stopped' : chance < 0.983 ? 'truncated' : 'error'
  const failed = endState === 'error'
  const input = Math.floor(40 + random() ** 3 * 8_000)
  const output = Math.floor(20 + random() ** 2 * 1_500)
  const firstToken = 120 * 2 ** (random() * 4)
  const unpriced = random() < 0.04
  const call = aCall(
    {
      ...caller.fixed,
      startedAt,
      origin: pick(caller.origins),
      model: pick(caller.models),
      endState,
      status: failed ? 429 : 200,
      errorLayer: failed ? 'provider' : null,
      errorCode: failed ? 'rate_limit_exceeded' : null,
      tokens: failed
        ? null
        : { input, cached: Math.floor(input * random() * 0.5), output, reasoning: 0, estimated: random() < 0.02 },
      cost: failed || unpriced ? null : Math.round(input * 0.6 + output * 2.4),
      priceSource: failed || unpriced ? 'unknown' : 'catalog@test',
      timeToFirstTokenMs: failed ? null : firstToken,
      durationMs: firstToken + output * 12,
    },
    random,
  )
  if (call.origin !== 'gateway') return call
  const localKey = LOCAL_KEYS[startedAt % 2] ?? LOCAL_KEYS[0]
  return { ...call, localKeyId: localKey.id, localKeyName: localKey.name }
}

function makeCallers({ keys: count = 20, environments = ENVIRONMENTS }: CallPlan, random: () => number): Caller[] {
  return Array.from({ length: count }, (_, index) => {
    const environment = environments[index % 3 === 0 ? 2 : index % 3 === 1 ? 0 : 1] ?? ENVIRONMENTS[0]
    const provider = PROVIDERS[index % PROVIDERS.length] ?? PROVIDERS[0]
    const name = KEY_NAMES[index % KEY_NAMES.length] ?? 'key'
    return {
      weight: 1 / (index + 1),
      models: provider.models,
      origins: index % 2 === 0 ? ['gateway', 'playground'] : index % 5 === 1 ? ['cli', 'gateway'] : ['playground'],
      fixed: {
        environmentId: environment.id,
        environmentName: environment.name,
        providerId: provider.id,
        providerName: provider.name,
        keyId: uuidFrom(random),
        keyName: index < KEY_NAMES.length ? name : `${name} ${Math.floor(index / KEY_NAMES.length) + 1}`,
        keyMask: `${provider.prefix}••••${uuidFrom(random).slice(0, 4)}`,
        accountType: TYPES[index % TYPES.length] ?? 'pro',
      },
    }
  })
}

const isQuiet = (at: number) => new Date(at).getUTCHours() < 7

/** Moves a call of the night into the day that follows, where the plan goes that far. */
function towardsNoon(at: number, plan: CallPlan): number {
  const later = at + 9 * 3_600_000
  return later < plan.to ? later : at
}
