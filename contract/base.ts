import { oc } from '@orpc/contract'
import { z } from 'zod'
import { CallError } from './call-error.ts'

/** A record id: lower-case UUID (version 4 or 7). */
export const Id = z.uuid()

/** Milliseconds since 1970 in UTC. */
export const Timestamp = z.number().int().nonnegative()

/** Money in micro-dollars: 1,000,000 is one US dollar. Integer, so that sums are exact. */
export const MicroDollars = z.number().int()

/** A name that a person typed: trimmed, 1 to 80 characters, no control characters. */
export const Name = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .regex(/^[^\p{Cc}\p{Cf}]*$/u, 'Control characters are not allowed.')

/**
 * The errors that every procedure may answer with. Anything else reaches the page as an opaque internal error
 * with a correlation id and never carries input.
 */
export const procedure = oc.errors({
  NOT_FOUND: { status: 404, data: z.object({ what: z.string(), id: z.string() }) },
  CONFLICT: { status: 409, data: z.object({ reason: z.string() }) },
  INVALID: { status: 422, data: z.object({ field: z.string(), reason: z.string() }) },
  STORE_UNAVAILABLE: { status: 503, data: z.object({ state: z.string(), reason: z.string() }) },
  CALL_FAILED: { status: 502, data: CallError },
})
