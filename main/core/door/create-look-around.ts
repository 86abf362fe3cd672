import { Agent, request } from 'undici'
import type { Clock } from '../ports.ts'
import type { FoundServer, LookAround } from './door-types.ts'
import { ModelsAnswer, tellKind } from './local-server-kinds.ts'

/** Where Ollama, LM Studio, llama.cpp and vLLM listen unless they are told otherwise. */
const USUAL_PORTS: readonly number[] = [11434, 1234, 8080, 8000]
const HOSTS = ['127.0.0.1', '[::1]']
/** For each question: a server on this machine has no way to go. */
const DEADLINE_MS = 700
const MOST_BYTES = 1_000_000
/** What a page shows. */
const MOST_MODELS = 200

/**
 * Looks for model servers on this machine. It asks literal loopback addresses only, with no key, no cookie and no proxy,
 * follows no redirect, and takes nothing for a model server that doesn't list its models as one.
 */
export function createLookAround(options: {
  clock: Clock
  /** Others than the usual, for tests. */
  ports?: readonly number[]
  deadlineMs?: number
}): LookAround {
  const { clock, ports = USUAL_PORTS, deadlineMs = DEADLINE_MS } = options

  return async () => {
    const agent = new Agent({ allowH2: false, maxResponseSize: MOST_BYTES, connect: { timeout: deadlineMs } })
    try {
      const found = await Promise.all(ports.map((port) => lookAt(port, (url) => ask(agent, url, clock, deadlineMs))))
      return found.flat()
    } finally {
      await agent.destroy()
    }
  }
}

/** What answers at a port; the same server at both addresses counts once. */
async function lookAt(port: number, ask: (url: string) => Promise<unknown>): Promise<FoundServer[]> {
  const [first, second] = await Promise.all(HOSTS.map((host) => recognise(`http://${host}:${port}`, ask)))
  if (!first || !second) return [first, second].filter((server) => server !== null && server !== undefined)
  const isSame = first.kind === second.kind && first.modelIds.join('\n') === second.modelIds.join('\n')
  return isSame ? [first] : [first, second]
}

async function recognise(origin: string, ask: (url: string) => Promise<unknown>): Promise<FoundServer | null> {
  const models = ModelsAnswer.safeParse(await ask(`${origin}/v1/models`))
  if (!models.success) return null
  const kind = await tellKind(models.data, (path) => ask(origin + path))
  if (!kind) return null
  const modelIds = [...new Set(models.data.data?.map((model) => model.id))].slice(0, MOST_MODELS)
  return { kind, baseUrl: `${origin}/v1`, modelIds }
}

/** The JSON that a GET brings; undefined where anything else does. */
async function ask(agent: Agent, url: string, clock: Clock, deadlineMs: number): Promise<unknown> {
  const abort = new AbortController()
  const cancel = clock.after(deadlineMs, () => abort.abort())
  try {
    const { statusCode, headers, body } = await request(url, {
      dispatcher: agent,
      signal: abort.signal,
      headers: { accept: 'application/json', 'user-agent': 'Keydeck' },
    })
    const type = headers['content-type']
    if (statusCode !== 200 || typeof type !== 'string' || !/^application\/json\b/i.test(type)) {
      // Ended before its end, it would complain to nobody, and that ends the process.
      body.on('error', () => {}).destroy()
      return undefined
    }
    return JSON.parse(await body.text())
  } catch {
    // Nothing there, something else there, or too slow: all of them are no model server.
    return undefined
  } finally {
    cancel()
  }
}
