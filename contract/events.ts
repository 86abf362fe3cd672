import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { procedure } from './base.ts'

/** What changed in the core. The page asks again; an event carries no data of its own. */
export const CoreEvent = z.object({
  type: z.enum([
    'keys',
    'environments',
    'providers',
    'secret-store',
    'conversations',
    'calls',
    'settings',
    'gateway',
    'findings',
    'audit',
    'imports',
  ]),
  id: z.string().optional(),
})
export type CoreEvent = z.infer<typeof CoreEvent>

/** The one push channel: a stream that lives as long as the page. */
export const events = {
  watch: procedure.output(eventIterator(CoreEvent)),
}
