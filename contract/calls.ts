import { z } from 'zod'
import { Id, MicroDollars, procedure, Timestamp } from './base.ts'
import { CallErrorCode, ErrorLayer } from './call-error.ts'
import { AccountType } from './limits.ts'

export const Origin = z.enum(['playground', 'gateway', 'cli', 'check'])
export type Origin = z.infer<typeof Origin>

/** `truncated`: the stream ended without its terminal event. `stopped`: the asker went away or said stop. */
export const EndState = z.enum(['ok', 'stopped', 'truncated', 'error'])
export type EndState = z.infer<typeof EndState>

/** Tokens of one call. `input` includes `cached`; `output` includes `reasoning`. */
export const TokenUsage = z.object({
  input: z.number().int().nonnegative(),
  cached: z.number().int().nonnegative(),
  output: z.number().int().nonnegative(),
  reasoning: z.number().int().nonnegative(),
  /** True where the provider sent no figures and these were counted from the text. */
  estimated: z.boolean(),
})
export type TokenUsage = z.infer<typeof TokenUsage>

/** One call as it was recorded, with the names, masks and prices of that moment. Nothing in it refers to another row. */
export const CallRecord = z.object({
  id: Id,
  startedAt: Timestamp,
  origin: Origin,
  environmentId: Id,
  environmentName: z.string(),
  providerId: Id,
  providerName: z.string(),
  keyId: Id,
  keyName: z.string(),
  keyMask: z.string(),
  accountType: AccountType,
  localKeyId: Id.nullable(),
  localKeyName: z.string().nullable(),
  /** The client's user agent, for gateway calls. */
  client: z.string().nullable(),
  conversationId: Id.nullable(),
  method: z.string(),
  /** Path below the provider's base URL, without query. */
  path: z.string(),
  model: z.string().nullable(),
  streaming: z.boolean(),
  endState: EndState,
  status: z.number().int().nullable(),
  errorLayer: ErrorLayer.nullable(),
  errorCode: CallErrorCode.nullable(),
  tokens: TokenUsage.nullable(),
  cost: MicroDollars.nullable(),
  /** Where the price came from: `provider`, `catalog@VERSION`, `user`, `unknown`. */
  priceSource: z.string(),
  /** Time spent waiting for the limit or the queue, before the request left. Milliseconds, as all times here. */
  waitMs: z.number().nonnegative(),
  timeToFirstTokenMs: z.number().nonnegative().nullable(),
  durationMs: z.number().nonnegative(),
  attempt: z.number().int().positive(),
  requestBytes: z.number().int().nonnegative(),
  responseBytes: z.number().int().nonnegative(),
  providerRequestId: z.string().nullable(),
})
export type CallRecord = z.infer<typeof CallRecord>

export const Span = z.strictObject({ from: Timestamp, to: Timestamp })
export type Span = z.infer<typeof Span>

export const CallFilter = z.strictObject({
  environmentId: Id.optional(),
  keyId: Id.optional(),
  providerId: Id.optional(),
  model: z.string().max(200).optional(),
  origin: Origin.optional(),
  localKeyId: Id.optional(),
})
export type CallFilter = z.infer<typeof CallFilter>

export const Totals = z.object({
  calls: z.number().int(),
  errors: z.number().int(),
  stopped: z.number().int(),
  truncated: z.number().int(),
  tokensIn: z.number().int(),
  tokensCached: z.number().int(),
  tokensOut: z.number().int(),
  tokensReasoning: z.number().int(),
  /** Calls whose tokens were counted from the text: the tokens above and the cost are estimates in part. */
  estimated: z.number().int(),
  cost: MicroDollars,
  /** Calls whose price is unknown: the cost above is without them. */
  unpriced: z.number().int(),
  /** From log-bucket histograms: the middle of the bucket, so within 8 % of the true figure. Null with no call. */
  firstTokenP50Ms: z.number().nullable(),
  firstTokenP95Ms: z.number().nullable(),
  durationP50Ms: z.number().nullable(),
  durationP95Ms: z.number().nullable(),
})
export type Totals = z.infer<typeof Totals>

export const Metric = z.enum(['calls', 'tokens', 'cost', 'errors'])
export type Metric = z.infer<typeof Metric>
export const GroupBy = z.enum(['key', 'provider', 'environment', 'model', 'origin', 'localKey'])
export type GroupBy = z.infer<typeof GroupBy>

/** The totals of one group. `id` is empty for calls that named no model, or came without a local key. */
export const GroupTotals = Totals.extend({
  id: z.string(),
  /** As of the group's last call. */
  name: z.string(),
  /** Of the last call, where the group is a key or an environment. */
  environmentId: Id.nullable(),
  /** Of the last call, where the group is a key or a provider. */
  providerName: z.string().nullable(),
})
export type GroupTotals = z.infer<typeof GroupTotals>

/** Whether every call is in the ledger. A full disk never stops a call; its row waits, and this says so. */
export const LedgerState = z.object({
  unwritten: z.number().int().nonnegative(),
  /** Those of the unwritten that would be lost if Keydeck ended now. */
  onlyInMemory: z.number().int().nonnegative(),
  lost: z.number().int().nonnegative(),
  trouble: z.enum(['disk-full', 'unwritable', 'refused', 'closed']).nullable(),
})
export type LedgerState = z.infer<typeof LedgerState>

/** At most 1,000 points a series and 5 series plus "others", whatever the span. */
export const Series = z.object({
  bucketMs: z.number().int().positive(),
  /** Start of each bucket, in the time zone asked for. */
  buckets: z.array(Timestamp).max(1_000),
  series: z
    .array(
      z.object({
        /** The group's id, or null for "others". */
        id: z.string().nullable(),
        name: z.string(),
        values: z.array(z.number()),
        total: z.number(),
      }),
    )
    .max(6),
})
export type Series = z.infer<typeof Series>

/** Where calls came in or went out: a local key, or a vault key. */
export const FlowEnd = z.object({
  /** Null for all those with fewer calls, added up. */
  id: Id.nullable(),
  /** As of its last call; empty for the others. */
  name: z.string(),
  environmentId: Id.nullable(),
  /** Of a vault key. */
  providerName: z.string().nullable(),
  calls: z.number().int().positive(),
})
export type FlowEnd = z.infer<typeof FlowEnd>

/** How many calls went from each local key to each vault key. Both sides are the busiest first, and their sums are the same. */
export const CallFlow = z.object({
  localKeys: z.array(FlowEnd).max(20),
  vaultKeys: z.array(FlowEnd).max(20),
  /** `from` and `to` are places in the lists above. */
  links: z
    .array(
      z.object({
        from: z.number().int().nonnegative(),
        to: z.number().int().nonnegative(),
        calls: z.number().int().positive(),
      }),
    )
    .max(400),
})
export type CallFlow = z.infer<typeof CallFlow>

export const calls = {
  totals: procedure.input(Span.extend({ filter: CallFilter.default({}) })).output(Totals),
  /** The same figures by group, the costliest first, then the busiest. */
  groups: procedure
    .input(
      Span.extend({
        groupBy: GroupBy,
        filter: CallFilter.default({}),
        limit: z.number().int().min(1).max(200).default(50),
      }),
    )
    .output(z.object({ groups: z.array(GroupTotals), more: z.boolean() })),
  /** The calls that came with a local key, by the vault key that took them: at most so many of each. */
  flow: procedure
    .input(Span.extend({ filter: CallFilter.default({}), atMost: z.number().int().min(2).max(20).default(6) }))
    .output(CallFlow),
  series: procedure
    .input(
      Span.extend({
        metric: Metric,
        groupBy: GroupBy,
        /** Minutes to add to UTC, so that a day starts at the person's midnight. */
        zoneOffsetMinutes: z.number().int().min(-840).max(840).default(0),
        filter: CallFilter.default({}),
      }),
    )
    .output(Series),
  /** Newest first. `before` is the `startedAt` and `id` of the last row seen. */
  list: procedure
    .input(
      z.strictObject({
        limit: z.number().int().min(1).max(200).default(50),
        before: z.object({ startedAt: Timestamp, id: Id }).optional(),
        filter: CallFilter.default({}),
      }),
    )
    .output(z.object({ calls: z.array(CallRecord), more: z.boolean() })),
  state: procedure.output(LedgerState),
}
