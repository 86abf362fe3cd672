import { z } from 'zod'
import { Timestamp } from '../../../../contract/base.ts'
import { Environment } from '../../../../contract/environments.ts'
import { KeyChanges, OverrideReason } from '../../../../contract/keys.ts'
import { ProviderChanges } from '../../../../contract/providers.ts'
import { refuseBundle } from './bundle-refusal.ts'
import { readCanonicalJson } from './canonical-json.ts'

/** The content's length says only roughly how many keys are in it. */
const BLOCK = 4_096

const Moment = Timestamp.max(8_640_000_000_000_000)
const { environmentId: _elsewhere, ...keyFields } = KeyChanges.required().shape

/** A provider as people can edit it, with the preset that it came from. */
export const ProviderEntry = z.strictObject({
  preset: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  ...ProviderChanges.required().shape,
})
export type ProviderEntry = z.infer<typeof ProviderEntry>

export const EnvironmentEntry = z.strictObject(Environment.omit({ id: true, confirmed: true, position: true }).shape)
export type EnvironmentEntry = z.infer<typeof EnvironmentEntry>

/** A key with its secret. `provider` and `environment` are places in the lists beside it. */
export const KeyEntry = z.strictObject({
  provider: z.int().nonnegative(),
  environment: z.int().nonnegative(),
  /** Null for a provider that needs none, and where a revoke removed it. */
  secret: z.string().min(1).max(1_200).nullable(),
  status: z.enum(['active', 'revoked']),
  revokedAt: Moment.nullable(),
  createdAt: Moment,
  rotatedAt: Moment.nullable(),
  overrideReason: OverrideReason.nullable(),
  ...keyFields,
})
export type KeyEntry = z.infer<typeof KeyEntry>

const Content = z.strictObject({
  exportedAt: Moment,
  providers: z.array(ProviderEntry).max(1_000),
  environments: z.array(EnvironmentEntry).max(1_000),
  keys: z.array(KeyEntry).min(1).max(1_000),
})
/** Everything that a bundle holds. */
export type BundleContent = z.infer<typeof Content>

/** Why its secret may lie in several environments: said of this key, or of another that has the same secret. */
export function reasonOf(entry: KeyEntry, { keys }: BundleContent): string | null {
  if (entry.overrideReason !== null || entry.secret === null) return entry.overrideReason
  return keys.find((one) => one.secret === entry.secret && one.overrideReason !== null)?.overrideReason ?? null
}

/** As bytes, for the asker to overwrite. */
export function writeContent(content: BundleContent): Buffer {
  const text = JSON.stringify(content)
  const length = Buffer.byteLength(text)
  const padded = Buffer.alloc(Math.ceil(length / BLOCK) * BLOCK, ' ')
  padded.write(text)
  return padded
}

/** Reads what was sealed as strictly as what a stranger typed: whoever knows the passphrase may have made it by hand. */
export function readContent(bytes: Buffer): BundleContent {
  const content = Content.safeParse(readCanonicalJson(decode(bytes).trimEnd())).data
  const isWhole = content?.keys.every(
    (key) => key.provider < content.providers.length && key.environment < content.environments.length,
  )
  if (!content || !isWhole) throw refuseBundle('bad_content')
  return content
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw refuseBundle('bad_content')
  }
}
