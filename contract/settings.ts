import { z } from 'zod'
import { Id, procedure } from './base.ts'

export const Settings = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  /** The environment that the frame's switch shows; null is all of them. */
  environmentId: Id.nullable(),
  /** What the playground last used, offered again. */
  lastKeyId: Id.nullable(),
  lastModel: z.string().max(200).nullable(),
  /** What stands together in the keys table. */
  keysGroup: z.enum(['environment', 'provider', 'none']),
  sendKey: z.enum(['enter', 'mod-enter']),
  /** Retries before the first byte, on a failed connection, 429 or 5xx. 0 is none. */
  playgroundRetries: z.number().int().min(0).max(5),
  /** Whether `HTTPS_PROXY` and its kin are obeyed. Loopback is never proxied. */
  useProxyEnvironment: z.boolean(),
})
export type Settings = z.infer<typeof Settings>

export const settings = {
  get: procedure.output(Settings),
  /** Only what is given changes. */
  update: procedure.input(Settings.partial().strict()).output(Settings),
}
