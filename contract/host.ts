import { z } from 'zod'
import { procedure } from './base.ts'

export const HostInfo = z.object({
  kind: z.enum(['electron', 'headless']),
  version: z.string(),
  platform: z.enum(['linux', 'darwin', 'win32', 'other']),
  /** Whether the core can read the clipboard, so that a key need not pass through the page. */
  readsClipboard: z.boolean(),
  /** Whether the core can show the system's dialog for choosing a file; else a path is typed. */
  choosesFiles: z.boolean(),
  /** Who opens a confirmed link: the core (after its own dialog), or the page in a new tab. */
  opensLinks: z.enum(['core', 'page']),
  /** Whether the page draws under the system's window controls. */
  windowControls: z.boolean(),
  /** Where the database lies, for "Where is my key?". */
  dataFolder: z.string(),
  /** Said once after a start: what recovery did, or what is missing, in the core's words. */
  notice: z.object({ kind: z.enum(['restored', 'reset', 'unread-calls']), detail: z.string() }).nullable(),
})
export type HostInfo = z.infer<typeof HostInfo>

export const host = {
  info: procedure.output(HostInfo),
  /** Only `https:`, no user in it; the core shows the host and asks before the system's browser opens it. */
  openLink: procedure.input(z.strictObject({ url: z.string().max(2_000) })).output(z.object({ opened: z.boolean() })),
}
