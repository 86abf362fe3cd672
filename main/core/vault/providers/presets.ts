import type { PriceRule, TierRule } from '../../../../contract/limits.ts'

/** A provider as it is seeded. */
export interface Preset {
  preset: string
  name: string
  monogram: string
  baseUrl: string
  keyPrefix: string
  variable: string
  dashboardUrl: string | null
  needsKey: boolean
  tierRules: readonly TierRule[]
  prices: readonly PriceRule[]
}

const rules = (tier: TierRule['tier'], ...patterns: string[]): TierRule[] =>
  patterns.map((pattern) => ({ pattern, tier }))

/**
 * Providers name no tiers in `/models`, so these go by what model families are called. The first that matches decides;
 * a rule for `*` comes last. Editable for each provider.
 */
const byFamily: readonly TierRule[] = [
  ...rules('free', '*:free', '*-free', '*-mini', '*-mini-*', '*-nano', '*-nano-*', '*-lite', '*-lite-*'),
  ...rules('free', '*-flash', '*-flash-*', '*-small', '*-small-*', '*haiku*', '*embedding*'),
  ...rules('premium', '*opus*', '*-pro', '*-pro-*', '*-ultra*', '*-premium*', 'o1', 'o1-*', 'o3', 'o3-*'),
  ...rules('standard', '*'),
]
const onlyMarkedFree: readonly TierRule[] = [...rules('free', '*:free'), ...byFamily]

/** A server on this machine: every model is free, whoever asks, and costs nothing. */
export const localRules: { tierRules: readonly TierRule[]; prices: readonly PriceRule[] } = {
  tierRules: rules('free', '*'),
  prices: [{ pattern: '*', input: 0, cached: null, output: 0 }],
}

const hosted = { needsKey: true, tierRules: byFamily, prices: [] }
const local = { ...localRules, needsKey: false, keyPrefix: '', dashboardUrl: null }

/** In the order in which the picker shows them. All through their OpenAI-compatible endpoints. */
export const presets: readonly Preset[] = [
  {
    ...hosted,
    preset: 'yunxin',
    name: 'Yunxin',
    monogram: 'YX',
    baseUrl: 'https://api.yuhuanstudio.com/v1',
    keyPrefix: 'yx-',
    variable: 'YUNXIN_API_KEY',
    dashboardUrl: null,
  },
  {
    ...hosted,
    preset: 'openai',
    name: 'OpenAI',
    monogram: 'OA',
    baseUrl: 'https://api.openai.com/v1',
    keyPrefix: 'sk-',
    variable: 'OPENAI_API_KEY',
    dashboardUrl: 'https://platform.openai.com/api-keys',
  },
  {
    ...hosted,
    preset: 'openrouter',
    name: 'OpenRouter',
    monogram: 'OR',
    baseUrl: 'https://openrouter.ai/api/v1',
    keyPrefix: 'sk-or-',
    variable: 'OPENROUTER_API_KEY',
    dashboardUrl: 'https://openrouter.ai/settings/keys',
    tierRules: onlyMarkedFree,
  },
  {
    ...hosted,
    preset: 'anthropic',
    name: 'Anthropic',
    monogram: 'An',
    baseUrl: 'https://api.anthropic.com/v1',
    keyPrefix: 'sk-ant-',
    variable: 'ANTHROPIC_API_KEY',
    dashboardUrl: 'https://platform.claude.com/settings/keys',
  },
  {
    ...hosted,
    preset: 'gemini',
    name: 'Gemini',
    monogram: 'Ge',
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta/openai',
    keyPrefix: 'AIza',
    variable: 'GEMINI_API_KEY',
    dashboardUrl: 'https://aistudio.google.com/apikey',
  },
  {
    ...hosted,
    preset: 'deepseek',
    name: 'DeepSeek',
    monogram: 'DS',
    baseUrl: 'https://api.deepseek.com/v1',
    keyPrefix: 'sk-',
    variable: 'DEEPSEEK_API_KEY',
    dashboardUrl: 'https://platform.deepseek.com/api_keys',
  },
  {
    ...hosted,
    preset: 'mistral',
    name: 'Mistral',
    monogram: 'Mi',
    baseUrl: 'https://api.mistral.ai/v1',
    keyPrefix: '',
    variable: 'MISTRAL_API_KEY',
    dashboardUrl: 'https://console.mistral.ai/api-keys',
  },
  {
    ...hosted,
    preset: 'groq',
    name: 'Groq',
    monogram: 'Gq',
    baseUrl: 'https://api.groq.com/openai/v1',
    keyPrefix: 'gsk_',
    variable: 'GROQ_API_KEY',
    dashboardUrl: 'https://console.groq.com/keys',
  },
  {
    ...local,
    preset: 'ollama',
    name: 'Ollama',
    monogram: 'Ol',
    baseUrl: 'http://127.0.0.1:11434/v1',
    variable: 'OLLAMA_API_KEY',
  },
  {
    ...local,
    preset: 'lm-studio',
    name: 'LM Studio',
    monogram: 'LM',
    baseUrl: 'http://127.0.0.1:1234/v1',
    variable: 'LM_API_TOKEN',
  },
]

/** For a provider that a person adds. */
export const customTierRules: readonly TierRule[] = byFamily

/** How keys begin, so that a second pasted key is not taken for the rest of the first. */
export const knownPrefixes: readonly string[] = presets.map((preset) => preset.keyPrefix).filter(Boolean)
