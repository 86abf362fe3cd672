import { z } from 'zod'
import { Id, procedure, Timestamp } from './base.ts'

/** A snippet around the issued text, with `{{key}}` where it goes. */
export const IssuedWithin = z
  .string()
  .max(4_000)
  .refine((text) => text.includes('{{key}}'))

/** What Keydeck itself just issued may be copied for a few minutes; nothing else ever. */
export const issued = {
  /**
   * The core puts it on the clipboard with the system's concealment hints, and clears it at `clearsAt` if it is still
   * there. NOT_FOUND once the ticket is over. Where the host has no clipboard, CONFLICT `no_clipboard`: the page copies.
   */
  copy: procedure
    .input(z.strictObject({ ticket: Id, within: IssuedWithin.optional() }))
    .output(z.object({ clearsAt: Timestamp })),
}
