import { z } from 'zod'
import { Id, Name, procedure, Timestamp } from './base.ts'
import { EnvironmentColour, EnvironmentShape } from './environments.ts'
import { OverrideReason } from './keys.ts'
import { Passphrase } from './secret-store.ts'

/** A bundle is what export makes: keys and records in one file under a passphrase. `docs/key-bundle.md` describes it. */
export const BundleText = z.string().min(1).max(1_400_000)

/** What an import does with a key of the bundle. `replace` regenerates the key that is there: its history stays. */
export const BundleAction = z.enum(['add', 'replace', 'skip'])
export type BundleAction = z.infer<typeof BundleAction>

export const BundleRow = z.object({
  /** 0-based place in the bundle. */
  index: z.number().int().nonnegative(),
  name: z.string(),
  providerName: z.string(),
  baseUrl: z.string(),
  environmentName: z.string(),
  environmentColour: EnvironmentColour,
  environmentShape: EnvironmentShape,
  masked: z.string(),
  status: z.enum(['active', 'revoked']),
  /** Whether the provider and the environment would be made by the import. */
  newProvider: z.boolean(),
  newEnvironment: z.boolean(),
  /** What a new provider would trust or send beside the key: worth a second look where a stranger made the file. */
  providerBrings: z.array(z.enum(['certificates', 'proxy', 'headers'])),
  /** What is in the way: the very same key, the same secret in another environment, or another secret under this name. */
  conflict: z.enum(['none', 'same_key', 'same_secret_other_environment', 'same_name']),
  /** The key that it conflicts with. */
  conflictKeyId: Id.nullable(),
  /** What is done unless the person says otherwise. */
  proposed: BundleAction,
})
export type BundleRow = z.infer<typeof BundleRow>

export const OpenBundle = z.object({
  id: Id,
  exportedAt: Timestamp,
  rows: z.array(BundleRow),
  forgottenAt: Timestamp,
})
export type OpenBundle = z.infer<typeof OpenBundle>

export const BundleResult = z.object({
  index: z.number().int().nonnegative(),
  keyId: Id.nullable(),
  /** Null where it was done; else why not. */
  refusal: z.string().nullable(),
})
export type BundleResult = z.infer<typeof BundleResult>

export const bundles = {
  /** A strong passphrase, shown once. `ticket` lets the core copy it. */
  suggestPassphrase: procedure.output(z.object({ ticket: Id, shownOnce: z.string() })),
  /** Ciphertext, for the page to save. A key whose secret can't be read is named in `left`, and not in the file. */
  export: procedure.input(z.strictObject({ keyIds: z.array(Id).min(1).max(1_000), passphrase: Passphrase })).output(
    z.object({
      fileName: z.string(),
      content: z.string(),
      keys: z.number().int(),
      left: z.array(z.object({ keyId: Id, name: z.string(), reason: z.string() })),
    }),
  ),
  /** Opens one and says what an import would do. Nothing is stored yet. */
  open: procedure
    .input(z.strictObject({ content: BundleText, passphrase: z.string().min(1).max(1_024) }))
    .output(OpenBundle),
  import: procedure
    .input(
      z.strictObject({
        bundleId: Id,
        rows: z
          .array(
            z.strictObject({
              index: z.number().int().min(0).max(100_000),
              action: BundleAction,
              /** Under another name than the bundle's. */
              name: Name.optional(),
              overrideReason: OverrideReason.optional(),
            }),
          )
          .min(1)
          .max(1_000),
      }),
    )
    .output(z.array(BundleResult)),
  close: procedure.input(z.strictObject({ bundleId: Id })).output(z.object({ bundleId: Id })),
}
