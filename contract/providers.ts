import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { Id, Name, procedure, Timestamp } from './base.ts'
import { CallError } from './call-error.ts'
import { PriceRule, TierRule } from './limits.ts'

/** An https URL, or http to a literal loopback address. No user, no query, no fragment, no trailing slash. */
export const BaseUrl = z.string().trim().min(8).max(400)

/**
 * A header that every call to the provider carries. INVALID `headers.2` says why the third is refused: `bad_name`, `bad_value`
 * (control characters, or beyond Latin-1), `set_by_keydeck` (`Host`, hop-by-hop, the body's own), `carries_key` (named as
 * a credential), `looks_like_key` (its text does), `duplicate`.
 */
export const ProviderHeader = z.strictObject({
  name: z.string().trim().min(1).max(80),
  value: z.string().trim().max(1_000),
})
export type ProviderHeader = z.infer<typeof ProviderHeader>

/**
 * `setting` follows the app's setting for proxy variables. INVALID `proxy` says why a URL is refused: `not_a_proxy` (only
 * http, https and socks5 with a host), `has_user` (a name and a password would be a secret in the database), `has_path`.
 */
export const ProxyChoice = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('setting') }),
  z.strictObject({ mode: z.literal('none') }),
  z.strictObject({ mode: z.literal('url'), url: z.string().trim().min(8).max(400) }),
])
export type ProxyChoice = z.infer<typeof ProxyChoice>

export const Provider = z.object({
  id: Id,
  /** `custom` for one that the person added. */
  preset: z.string(),
  name: Name,
  /** Two letters for the tile beside its name. */
  monogram: z.string().min(1).max(2),
  baseUrl: BaseUrl,
  /** How its keys begin (`yx-`), or empty where they have no common beginning. */
  keyPrefix: z.string().max(20),
  /** The usual environment variable, as in `YUNXIN_API_KEY`. */
  variable: z.string().max(80),
  dashboardUrl: z.string().max(400).nullable(),
  /** False for a local server that takes any key, or none. */
  needsKey: z.boolean(),
  headers: z.array(ProviderHeader).max(20),
  proxy: ProxyChoice,
  tierRules: z.array(TierRule).max(100),
  /** The person's own prices; the first pattern that matches comes before the catalogue. */
  prices: z.array(PriceRule).max(100),
  /** PEM of an extra certificate authority, for a provider behind a private one. */
  caPem: z.string().max(100_000).nullable(),
  /** Whether a preset's row differs from what Keydeck ships. False for custom ones. */
  isEdited: z.boolean(),
})
export type Provider = z.infer<typeof Provider>

const Variable = z
  .string()
  .trim()
  .max(80)
  .regex(/^([A-Za-z_][A-Za-z0-9_]*)?$/)

export const NewProvider = z.strictObject({
  name: Name,
  baseUrl: BaseUrl,
  keyPrefix: z.string().trim().max(20).default(''),
  variable: Variable.default(''),
  dashboardUrl: z.string().trim().max(400).nullable().default(null),
  needsKey: z.boolean().default(true),
  caPem: z.string().max(100_000).nullable().default(null),
})
export type NewProvider = z.infer<typeof NewProvider>

export const ProviderChanges = z
  .strictObject({
    name: Name,
    baseUrl: BaseUrl,
    keyPrefix: z.string().trim().max(20),
    variable: Variable,
    dashboardUrl: z.string().trim().max(400).nullable(),
    needsKey: z.boolean(),
    headers: z.array(ProviderHeader).max(20),
    proxy: ProxyChoice,
    tierRules: z.array(TierRule).max(100),
    prices: z.array(PriceRule).max(100),
    caPem: z.string().max(100_000).nullable(),
  })
  .partial()
export type ProviderChanges = z.infer<typeof ProviderChanges>

/** What an endpoint can do, as the probe finds it out. */
export const Feature = z.enum(['models', 'chat', 'streaming', 'stream_usage', 'responses', 'tools', 'json_schema'])
export type Feature = z.infer<typeof Feature>

/** `skipped`: what it builds on failed. `unclear`: it answered, and the answer tells neither yes nor no. */
export const FeatureResult = z.object({
  feature: Feature,
  state: z.enum(['running', 'yes', 'no', 'unclear', 'skipped']),
  latencyMs: z.number().nullable(),
  error: CallError.nullable(),
})
export type FeatureResult = z.infer<typeof FeatureResult>

export const Capabilities = z.object({ at: Timestamp, model: z.string(), results: z.array(FeatureResult) })
export type Capabilities = z.infer<typeof Capabilities>

/** A model server that answers on this machine. */
export const LocalServer = z.object({
  kind: z.enum(['ollama', 'lm-studio', 'llama-cpp', 'vllm']),
  name: z.string(),
  baseUrl: BaseUrl,
  models: z.array(z.string()).max(200),
  /** The provider that has this address, and its key where there is one. */
  providerId: Id.nullable(),
  keyId: Id.nullable(),
})
export type LocalServer = z.infer<typeof LocalServer>

export const providers = {
  list: procedure.output(z.array(Provider)),
  add: procedure.input(NewProvider).output(Provider),
  /**
   * Only what is given changes. A new origin or path makes its keys ask for their secret anew, and so does a proxy with an
   * authority of its own, which together can read what is sent. CONFLICT `provider_name_taken`; INVALID `holds_secret` for a text with a secret of the vault in it.
   */
  update: procedure.input(z.strictObject({ id: Id, changes: ProviderChanges })).output(Provider),
  /** What `reset` would make of a preset, for the question before it. CONFLICT `not_a_preset`. */
  shipped: procedure.input(z.strictObject({ id: Id })).output(Provider),
  /** A preset as Keydeck ships it, with its id and its keys. CONFLICT `not_a_preset`. */
  reset: procedure.input(z.strictObject({ id: Id })).output(Provider),
  /** Only a custom one without keys; a deleted one counts until its undo ends. CONFLICT `preset_stays`, `provider_has_keys`. */
  remove: procedure.input(z.strictObject({ id: Id })).output(z.object({ id: Id })),
  /**
   * Small real calls, one after another; each result comes twice, first as `running`, and a skipped one once. CONFLICT
   * `guard_unconfirmed`.
   */
  probe: procedure
    .input(z.strictObject({ keyId: Id, model: z.string().min(1).max(200) }))
    .output(eventIterator(FeatureResult)),
  /** What the last whole probe with this key found; null where there was none. */
  capabilities: procedure.input(z.strictObject({ keyId: Id })).output(Capabilities.nullable()),
  /** Looks at the usual ports of local model servers, on this machine's loopback addresses. */
  discover: procedure.output(z.array(LocalServer)),
  /**
   * Makes a provider and a key without a secret for a server that `discover` found, or finds both. INVALID
   * `not_found_here`; CONFLICT `provider_needs_key` where the provider with this address asks for one.
   */
  adopt: procedure
    .input(z.strictObject({ baseUrl: BaseUrl, environmentId: Id }))
    .output(z.object({ provider: Provider, keyId: Id })),
}
