import type {
  GatewayChoices,
  GatewayRefusal,
  GatewayState,
  GatewayTrouble,
  RunningCall,
} from '../../../../contract/gateway.ts'
import { errorKind } from '../../error-kind.ts'
import type { EventBus } from '../../event-bus.ts'
import { paced } from '../../paced.ts'
import { findPortHolder } from '../../port-holder.ts'
import type { Notifier } from '../../ports.ts'
import type { Facts } from '../../settings/facts.ts'
import type { Gateway, GatewayPatch, LocalGrant } from '../gateway-types.ts'
import { AddedTimes } from './added-times.ts'
import { Admission, type CallLimits, callLimits } from './admission.ts'
import type { CallParts } from './call-parts.ts'
import { KeptChoices } from './choices.ts'
import { FailedKeys } from './failed-keys.ts'
import type { GatewayCall } from './gateway-call.ts'
import { HeldBytes } from './held-bytes.ts'
import { type Listening, listen, type ServerLimits, serverLimits } from './http-server.ts'
import { type Problem, problem } from './problem.ts'
import { type BodyLimits, bodyLimits } from './read-json.ts'
import { type AuditEntry, RefusalAudit, type ServerAudit } from './refusal-audit.ts'
import { Refusals } from './refusals.ts'

/** What the server needs of the core. */
export interface GatewayServerOptions
  extends Pick<CallParts, 'keyring' | 'door' | 'guard' | 'passports' | 'responses' | 'clock' | 'log'> {
  facts: Pick<Facts, 'get' | 'set'>
  notifier: Notifier
  events: EventBus
  /** Where starts, stops and refusals are written down. */
  audit: ServerAudit
  environmentName: (id: string) => string
  /** Whether the secret store is locked: open calls then end. */
  isLocked: () => boolean
  /** Other times and sizes than the app's, for tests. */
  limits?: { server?: ServerLimits; body?: BodyLimits; calls?: CallLimits }
}

/** The gateway without its local keys. */
export type GatewayServer = Omit<Gateway, 'localKeys' | 'localKeysIn'>

const heldAtMost = 256 * 1024 * 1024
const eventPauseMs = 500
/** Open calls have this long to say their last words before their connections are cut. */
const stopMs = 600

/** The server on loopback: its switch, its port, and what goes on in it. */
export function createGatewayServer(options: GatewayServerOptions): GatewayServer {
  return new Server(options)
}

class Server implements GatewayServer {
  readonly #options: GatewayServerOptions
  readonly #choices: KeptChoices
  readonly #refusals: Refusals
  readonly #refusalAudit: RefusalAudit
  readonly #added = new AddedTimes()
  readonly #live = new Set<GatewayCall>()
  readonly #admission: Admission
  readonly #traffic: ReturnType<typeof paced>
  readonly #stopWatching: (() => void)[]
  /** Environments whose missing confirmation the person was told of. */
  readonly #toldOf = new Set<string>()
  /** Ports that were changed while calls ran over them. */
  readonly #left = new Set<Listening>()
  #state: GatewayState['state'] = 'off'
  #since: number | null = null
  #trouble: GatewayTrouble | null = null
  #listening: Listening | null = null
  /** One act after another: a stop that comes while it starts waits for the start. */
  #turn: Promise<unknown> = Promise.resolve()
  #onIdle: (() => void) | null = null
  #isClosed = false

  constructor(options: GatewayServerOptions) {
    this.#options = options
    const { clock, events, keyring } = options
    this.#choices = new KeptChoices(options.facts)
    this.#refusals = new Refusals(clock)
    this.#refusalAudit = new RefusalAudit(options)
    this.#traffic = paced(clock, eventPauseMs, () => this.#tell())
    this.#admission = new Admission({
      ...options,
      limits: options.limits?.body ?? bodyLimits,
      most: options.limits?.calls ?? callLimits,
      held: new HeldBytes(heldAtMost),
      live: this.#live,
      added: this.#added,
      failures: new FailedKeys(clock),
      longestWaitMs: () => this.#choices.current.waitSeconds * 1_000,
      isOn: () => this.#state === 'on',
      changed: () => this.#changed(),
      onUnguarded: (grant) => this.#onUnguarded(grant),
      onRefused: (refusal) => {
        this.#refusals.note(refusal)
        this.#refusalAudit.note(refusal)
        this.#traffic.run()
      },
    })
    this.#stopWatching = [
      keyring.onEnded((id) => this.#endCalls(keyGone, (call) => call.grant.id === id)),
      events.subscribe(({ type }) => {
        if (type === 'environments') this.#toldOf.clear()
        if (type === 'secret-store' && options.isLocked()) this.#endCalls(locked)
      }),
    ]
    if (this.#choices.current.startWithApp) void this.start()
  }

  state(): GatewayState {
    let waiting = 0
    for (const call of this.#live) if (call.isWaiting) waiting++
    return {
      ...this.#choices.current,
      state: this.#state,
      baseUrl: `http://127.0.0.1:${this.#choices.current.port}/v1`,
      since: this.#since,
      trouble: this.#trouble,
      running: this.#live.size,
      waiting,
      addedMsP50: this.#added.quantile(0.5),
      addedMsP95: this.#added.quantile(0.95),
    }
  }

  running(): RunningCall[] {
    return [...this.#live].flatMap((call) => call.describe() ?? []).slice(0, 1_000)
  }

  refusals(): GatewayRefusal[] {
    return this.#refusals.list()
  }

  start(): Promise<GatewayState> {
    return this.#inTurn(() => this.#start())
  }

  stop(): Promise<GatewayState> {
    return this.#inTurn(() => this.#stop())
  }

  configure(changes: GatewayPatch): Promise<GatewayState> {
    return this.#inTurn(() => this.#configure(changes))
  }

  async close(): Promise<void> {
    this.#isClosed = true
    for (const stop of this.#stopWatching) stop()
    await this.#inTurn(() => this.#stop())
    this.#traffic.cancel()
    this.#refusalAudit.save()
  }

  async #inTurn(act: () => Promise<void>): Promise<GatewayState> {
    const done = this.#turn.then(act)
    this.#turn = done.catch(() => {})
    await done
    return this.state()
  }

  async #start(): Promise<void> {
    if (this.#state === 'on' || this.#isClosed) return
    this.#become('starting')
    const { port } = this.#choices.current
    this.#listening = await this.#listen(port)
    if (!this.#listening) return this.#become('off')
    this.#trouble = null
    this.#since = this.#options.clock.now()
    this.#record('gateway_started', { port: String(port) })
    this.#become('on')
  }

  /** Listens, or notes why it can't. */
  async #listen(port: number): Promise<Listening | null> {
    const { limits, log } = this.#options
    try {
      return await listen(port, limits?.server ?? serverLimits, (...request) => this.#admission.handle(...request))
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : null
      const reason = code === 'EADDRINUSE' ? 'port_taken' : code === 'EACCES' ? 'port_not_allowed' : 'failed'
      const holder = reason === 'port_taken' ? await findPortHolder(port) : null
      this.#trouble = { reason, port, holder: holder && `${holder.name} (pid ${holder.pid})` }
      log.warn('gateway.not-started', { port, reason, kind: errorKind(error) })
      return null
    }
  }

  async #stop(): Promise<void> {
    this.#trouble = null
    if (!this.#listening) return this.#become('off')
    this.#become('stopping')
    const servers = [this.#listening, ...this.#left]
    this.#listening = null
    this.#left.clear()
    const drained = Promise.all(servers.map((server) => server.drain()))
    this.#endCalls(stopping)
    await this.#untilIdle()
    for (const server of servers) server.cut()
    await drained
    this.#since = null
    this.#record('gateway_stopped', {})
    this.#become('off')
  }

  /** Until the last call has ended, or has had its time. */
  #untilIdle(): Promise<void> {
    if (this.#live.size === 0) return Promise.resolve()
    const { promise, resolve } = Promise.withResolvers<void>()
    const cancel = this.#options.clock.after(stopMs, resolve)
    this.#onIdle = resolve
    return promise.finally(() => {
      cancel()
      this.#onIdle = null
    })
  }

  async #configure(changes: GatewayPatch): Promise<void> {
    const before = this.#choices.current
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
    const wanted: GatewayChoices = { ...before, ...given }
    const moves = wanted.port !== before.port
    const there = moves && this.#listening ? await this.#listen(wanted.port) : null
    const stays = moves && this.#listening !== null && there === null
    const next = stays ? { ...wanted, port: before.port } : wanted
    const changed = (Object.keys(next) as (keyof GatewayChoices)[]).filter((name) => next[name] !== before[name])
    try {
      if (changed.length > 0) this.#choices.save(next)
    } catch (error) {
      // What can't be kept doesn't count: it goes on listening where it says that it does.
      void there?.drain()
      there?.cut()
      throw error
    }
    if (moves && !stays) this.#trouble = null
    if (there) this.#moveTo(there)
    if (changed.length > 0)
      this.#record('gateway_changed', Object.fromEntries(changed.map((name) => [name, String(next[name])])))
    this.#tell()
  }

  /** Calls that run over the old port go on. */
  #moveTo(there: Listening): void {
    const old = this.#listening
    this.#listening = there
    if (!old) return
    this.#left.add(old)
    void old.drain().then(() => this.#left.delete(old))
  }

  #endCalls(why: Problem, which: (call: GatewayCall) => boolean = () => true): void {
    for (const call of this.#live) if (which(call)) call.end(why)
  }

  #changed(): void {
    if (this.#live.size === 0) this.#onIdle?.()
    this.#traffic.run()
  }

  #onUnguarded({ environmentId }: LocalGrant): void {
    if (this.#toldOf.has(environmentId)) return
    this.#toldOf.add(environmentId)
    const name = this.#options.environmentName(environmentId)
    this.#options.notifier.notify(
      `${name} is guarded`,
      `A program asked the gateway for a call with a key of ${name}. Confirm ${name} in Keydeck to let such calls through.`,
    )
  }

  #become(state: GatewayState['state']): void {
    if (this.#state === state) return
    this.#state = state
    this.#tell()
  }

  #tell(): void {
    this.#options.events.emit({ type: 'gateway' })
  }

  /** Where the disk refuses, what was done is done all the same. */
  #record(action: Exclude<AuditEntry['action'], 'call_refused'>, detail: Record<string, string>): void {
    const { audit, log } = this.#options
    try {
      audit.record({ action, subject: `127.0.0.1:${this.#choices.current.port}`, detail })
    } catch (error) {
      log.error('gateway.act-not-in-audit', { action, kind: errorKind(error) })
    }
  }
}

const keyGone = problem('key_revoked', 'The local key was revoked while this call was running.')
const locked = problem('vault_locked', 'The secret store was locked while this call was running.')
const stopping = problem('stopped', 'The gateway is being switched off.')
