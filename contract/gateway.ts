import { z } from 'zod'
import { Id, procedure, Timestamp } from './base.ts'
import { CallErrorCode } from './call-error.ts'
import { localKeys } from './local-keys.ts'

/** Ports below 1024 need rights that Keydeck never has. */
export const GatewayPort = z.number().int().min(1_024).max(65_535)

/** The port of a fresh profile. */
export const DEFAULT_GATEWAY_PORT = 4_480

/** What a person sets; it lasts. */
export const GatewayChoices = z.strictObject({
  port: GatewayPort,
  /** Whether the gateway goes on with the app. */
  startWithApp: z.boolean(),
  /**
   * How long a call may wait for its turn at a vault key's limit, in seconds; where its turn is further off, it is
   * refused at once with the exact time to come back. 0 never waits. A local key's own limit always refuses at once.
   */
  waitSeconds: z.number().int().min(0).max(60),
})
export type GatewayChoices = z.infer<typeof GatewayChoices>

/** Why it isn't on although it was asked to be. */
export const GatewayTrouble = z.object({
  reason: z.enum(['port_taken', 'port_not_allowed', 'failed']),
  port: GatewayPort,
  /** The program that has the port, as `name (pid 123)`, where the system tells. */
  holder: z.string().nullable(),
})
export type GatewayTrouble = z.infer<typeof GatewayTrouble>

export const GatewayState = GatewayChoices.extend({
  state: z.enum(['off', 'starting', 'on', 'stopping']),
  /** `http://127.0.0.1:PORT/v1`, where clients point at, whether on or off. */
  baseUrl: z.string(),
  /** Since when it is on. */
  since: Timestamp.nullable(),
  trouble: GatewayTrouble.nullable(),
  running: z.number().int().nonnegative(),
  waiting: z.number().int().nonnegative(),
  /** What Keydeck itself added to a call, of the last 1,000: milliseconds to the provider and back. Null before the first. */
  addedMsP50: z.number().nonnegative().nullable(),
  addedMsP95: z.number().nonnegative().nullable(),
})
export type GatewayState = z.infer<typeof GatewayState>

/** A call that is under way through the gateway. */
export const RunningCall = z.object({
  id: Id,
  startedAt: Timestamp,
  step: z.enum(['waiting', 'sent', 'answering']),
  localKeyId: Id,
  localKeyName: z.string(),
  environmentId: Id,
  keyId: Id,
  keyName: z.string(),
  providerName: z.string(),
  model: z.string().nullable(),
  path: z.string(),
  streaming: z.boolean(),
  client: z.string().nullable(),
  answeredBytes: z.number().int().nonnegative(),
})
export type RunningCall = z.infer<typeof RunningCall>

/** What the gateway refused with, beside the codes of a call. */
export const GatewayRefusalCode = z.enum([
  ...CallErrorCode.options,
  'forbidden_host',
  'forbidden_origin',
  'unknown_endpoint',
  'response_not_found',
  'method_not_allowed',
  'not_supported',
  'unsupported_media_type',
  'request_too_large',
  'too_many_calls',
  'guard_unconfirmed',
])
export type GatewayRefusalCode = z.infer<typeof GatewayRefusalCode>

/** A request that never became a call, such as one without a key. Kept in memory; the same within a minute add up. */
export const GatewayRefusal = z.object({
  id: Id,
  at: Timestamp,
  lastAt: Timestamp,
  count: z.number().int().positive(),
  status: z.number().int(),
  code: GatewayRefusalCode,
  /** Both null where no key was told, or one that is not known. */
  localKeyId: Id.nullable(),
  localKeyName: z.string().nullable(),
  method: z.string(),
  path: z.string(),
  client: z.string().nullable(),
})
export type GatewayRefusal = z.infer<typeof GatewayRefusal>

export const gateway = {
  state: procedure.output(GatewayState),
  /** Resolves when it is on, or with the trouble that keeps it off. */
  start: procedure.output(GatewayState),
  /** Resolves when it is off: within a second, calls under way are ended. */
  stop: procedure.output(GatewayState),
  /** Another port takes effect at once where it is on; a port that can't be had leaves the old one in use. */
  configure: procedure.input(GatewayChoices.partial()).output(GatewayState),
  running: procedure.output(z.array(RunningCall).max(1_000)),
  /** The last 100, newest first. */
  refusals: procedure.output(z.array(GatewayRefusal).max(100)),
  localKeys,
}
