import { join } from 'node:path'
import { type Bench, type Line, line, median, missing, quantile } from './bench.ts'
import { startChild } from './gateway/child.ts'
import { keydeckScript, keydeckTarget, startOnKeychain } from './gateway/keydeck.ts'
import { startNginx, startPortkey } from './gateway/peers.ts'
import { type RawAnswer, type Target } from './gateway/raw-client.ts'
import {
  callsPerSecond,
  interleaved,
  type ManyStreams,
  manyStreams,
  medianOfMedians,
  oneByOne,
} from './gateway/rounds.ts'

const ROUNDS = 11
const messages = [{ role: 'user', content: 'hi' }]
const json = { model: 'json', messages }
const stream = (model: string) => ({ model, stream: true, messages })

/**
 * What the gateway adds to a call, beside a direct call, nginx and the gateway that people install from npm, in the same
 * rounds. Provider, gateway and load are processes of their own; Keydeck is the whole core on a real database, with its
 * secrets in memory; beside it a second one with its secrets in a real keychain, where there is one.
 */
export const bench: Bench = {
  name: 'gateway',
  async run() {
    const provider = await startChild(join(import.meta.dirname, 'gateway/provider-process.ts'))
    const providerPort = Number(provider.line)
    const providerUrl = `http://127.0.0.1:${providerPort}/v1`
    const keydeck = await startChild(keydeckScript, [providerUrl])
    const [nginx, portkey] = [await startNginx(providerPort), await startPortkey(providerPort)]
    const keychain = await startOnKeychain(providerUrl)
    const ways: Ways = {
      direct: { name: 'direct', port: providerPort, path: '/v1', headers: {} },
      keydeck: keydeckTarget('keydeck', keydeck),
      keychain: keychain?.target ?? null,
      nginx: nginx?.target ?? null,
      portkey: portkey?.target ?? null,
    }
    try {
      for (const target of present(ways)) {
        await oneByOne(target, json, 1_000)
        // An engine still compiles for some thousand calls more, and all of these but nginx run on one.
        await callsPerSecond(target, json, { connections: 32, ms: 5_000 })
        await oneByOne(target, stream('sse-200-0'), 20)
      }
      return [
        ...(await differingBytes(ways)),
        ...(await addedToACall(ways)),
        ...(await atOnce(ways)),
        ...(await addedToAStream(ways)),
        ...(await streamsAtOnce(ways, 64)),
        ...(await streamsAtOnce(ways, 200)),
      ]
    } finally {
      await Promise.all([portkey?.close(), nginx?.close(), keychain?.close(), keydeck.end()])
      await provider.end()
    }
  },
}

interface Ways {
  direct: Target
  keydeck: Target
  /** The same, with its secrets where people have them. */
  keychain: Target | null
  nginx: Target | null
  portkey: Target | null
}

const present = ({ direct, keydeck, keychain, nginx, portkey }: Ways) =>
  [direct, keydeck, keychain, nginx, portkey].filter((target) => target !== null)
const notInstalled = 'not installed'

/** Where nothing is injected, a client must not be able to tell the gateway from the provider. */
async function differingBytes({ direct, keydeck }: Ways): Promise<Line[]> {
  const asked = { ...stream('sse-200-0'), stream_options: { include_usage: true } }
  let differing = 0
  for (const body of [json, asked, stream('sse-200-0')]) {
    const [one] = await oneByOne(direct, body, 1)
    const [other] = await oneByOne(keydeck, body, 1)
    if (!one || !other) throw new Error('No answer came.')
    differing += Math.abs(one.body.length - other.body.length)
    for (let at = 0; at < Math.min(one.body.length, other.body.length); at += 1) {
      if (one.body[at] !== other.body[at]) differing += 1
    }
  }
  return [line('gateway: bytes that differ from a direct answer', differing, 'bytes', { atMost: 0 })]
}

async function addedToACall(ways: Ways): Promise<Line[]> {
  const rounds = await interleaved(present(ways), ROUNDS, async (target) =>
    (await oneByOne(target, json, 200)).map(({ totalMs }) => totalMs),
  )
  const of = (target: Target) => rounds.get(target.name) ?? []
  const direct = medianOfMedians(of(ways.direct))
  const added = (target: Target) => medianOfMedians(of(target)) - direct
  const keydeck = added(ways.keydeck)
  const p99 = (target: Target) => quantile(of(target).flat(), 0.99)
  const name = 'gateway, 1 connection'
  return [
    line(`${name}: a direct JSON call`, direct, 'ms'),
    line(`${name}: Keydeck adds to a JSON call`, keydeck, 'ms', { atMost: 0.3 }),
    ...beside(ways.keychain, `${name}: Keydeck with its secrets in the keychain adds`, (keychain) =>
      line(`${name}: Keydeck with its secrets in the keychain adds`, added(keychain), 'ms'),
    ),
    line(`${name}: p99 of a JSON call, through / direct`, p99(ways.keydeck) / p99(ways.direct), 'times'),
    ...beside(ways.nginx, `${name}: nginx adds`, (nginx) => line(`${name}: nginx adds`, added(nginx), 'ms')),
    ...beside(ways.nginx, `${name}: Keydeck adds / nginx adds`, (nginx) =>
      line(`${name}: Keydeck adds / nginx adds`, keydeck / added(nginx), 'times', { atMost: 3 }),
    ),
    ...beside(ways.portkey, `${name}: @portkey-ai/gateway adds`, (portkey) =>
      line(`${name}: @portkey-ai/gateway adds`, added(portkey), 'ms'),
    ),
    ...beside(ways.portkey, `${name}: Keydeck adds / @portkey-ai/gateway adds`, (portkey) =>
      line(`${name}: Keydeck adds / @portkey-ai/gateway adds`, keydeck / added(portkey), 'times', { atMost: 0.2 }),
    ),
  ]
}

async function atOnce(ways: Ways): Promise<Line[]> {
  const load = { connections: 32, ms: 1_500 }
  const rounds = await interleaved(present(ways), 5, (target) => callsPerSecond(target, json, load))
  const of = (target: Target) => median(rounds.get(target.name) ?? [])
  const keydeck = of(ways.keydeck)
  const name = 'gateway, 32 connections'
  return [
    line(`${name}: direct`, of(ways.direct), 'calls/s'),
    line(`${name}: Keydeck`, keydeck, 'calls/s'),
    ...beside(ways.keychain, `${name}: Keydeck with its secrets in the keychain`, (keychain) =>
      line(`${name}: Keydeck with its secrets in the keychain`, of(keychain), 'calls/s'),
    ),
    line(`${name}: Keydeck / direct`, keydeck / of(ways.direct), 'times', { atLeast: 0.333 }),
    ...beside(ways.nginx, `${name}: nginx`, (nginx) => line(`${name}: nginx`, of(nginx), 'calls/s')),
    ...beside(ways.portkey, `${name}: @portkey-ai/gateway`, (portkey) =>
      line(`${name}: @portkey-ai/gateway`, of(portkey), 'calls/s'),
    ),
    ...beside(ways.portkey, `${name}: Keydeck / @portkey-ai/gateway`, (portkey) =>
      line(`${name}: Keydeck / @portkey-ai/gateway`, keydeck / of(portkey), 'times', { atLeast: 10 }),
    ),
  ]
}

async function addedToAStream(ways: Ways): Promise<Line[]> {
  const rounds = await interleaved(present(ways), 7, (target) => oneByOne(target, stream('sse-60-5'), 4))
  const of = (target: Target): RawAnswer[] => (rounds.get(target.name) ?? []).flat()
  const first = (target: Target) => median(of(target).map(({ firstMs }) => firstMs))
  const relays = (target: Target) => of(target).flatMap((answer) => answer.relays)
  const added = (target: Target) => first(target) - first(ways.direct)
  const p99 = (target: Target) => quantile(relays(target), 0.99)
  const name = 'gateway, 1 stream'
  return [
    line(`${name}: Keydeck adds to the first token`, added(ways.keydeck), 'ms', { atMost: 1 }),
    ...beside(ways.nginx, `${name}: nginx adds to it`, (nginx) =>
      line(`${name}: nginx adds to it`, added(nginx), 'ms'),
    ),
    ...beside(ways.portkey, `${name}: @portkey-ai/gateway adds to it`, (portkey) =>
      line(`${name}: @portkey-ai/gateway adds to it`, added(portkey), 'ms'),
    ),
    line(`${name}: relay of a chunk, median, directly`, median(relays(ways.direct)), 'µs'),
    line(`${name}: relay of a chunk, median, Keydeck`, median(relays(ways.keydeck)), 'µs'),
    line(`${name}: relay of a chunk, p99, through / direct`, p99(ways.keydeck) / p99(ways.direct), 'times', {
      atMost: 2,
    }),
  ]
}

async function streamsAtOnce(ways: Ways, count: number): Promise<Line[]> {
  const rounds = await interleaved(present(ways), 5, (target) => manyStreams(target, stream('sse-60-10'), count))
  const of = (target: Target): ManyStreams[] => rounds.get(target.name) ?? []
  const rate = (target: Target) => median(of(target).map(({ eventsPerSecond }) => eventsPerSecond))
  const p95 = (target: Target) => median(of(target).map(({ firstMs }) => quantile(firstMs, 0.95)))
  const name = `gateway, ${count} streams`
  return [
    line(`${name}: tokens a second, through / direct`, rate(ways.keydeck) / rate(ways.direct), 'times', {
      atLeast: 0.95,
    }),
    line(`${name}: p95 to the first token, directly`, p95(ways.direct), 'ms'),
    line(`${name}: p95 to the first token, through / direct`, p95(ways.keydeck) / p95(ways.direct), 'times', {
      atMost: 2,
    }),
    ...beside(ways.portkey, `${name}: @portkey-ai/gateway / direct`, (portkey) =>
      line(`${name}: @portkey-ai/gateway / direct, p95 to the first token`, p95(portkey) / p95(ways.direct), 'times'),
    ),
  ]
}

/** A line that needs a peer, or the word that it is missing. */
function beside(peer: Target | null, name: string, measured: (peer: Target) => Line): Line[] {
  return [peer ? measured(peer) : missing(name, notInstalled)]
}
