/** The clients of the soak, a process of its own: told where to ask and with which keys, tells how each call ended. */
import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http'
import { type End, type FromClients, kindOf, nameOf, type ToClients } from './plan.ts'

let usable: string[] = []
let revoked: string[] = []
const tell = (message: FromClients) => process.send?.(message)

process.on('message', (message: ToClients) => {
  if (message.type === 'keys') ({ usable, revoked } = message)
  else void run(message)
})

async function run(start: Extract<ToClients, { type: 'start' }>): Promise<void> {
  usable = start.keys
  const ends: End[] = []
  let next = 0
  const client = async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    for (let number = next++; number < start.calls; number = next++) {
      ends.push(await ask(start.baseUrl, agent, number))
      if (ends.length % start.every === 0) tell({ type: 'progress', done: ends.length })
    }
    agent.destroy()
  }
  await Promise.all(Array.from({ length: start.clients }, client))
  tell({ type: 'done', ends })
}

function ask(baseUrl: string, agent: Agent, number: number): Promise<End> {
  const kind = kindOf(number)
  const afterRevoke = kind === 'revoked-key' && revoked.length > 0
  const keys = afterRevoke ? revoked : usable
  const streams = kind === 'stream' || kind === 'breaks-off' || kind === 'abort-streaming'
  const headers = {
    authorization: `Bearer ${keys[number % keys.length]}`,
    'content-type': 'application/json',
    'user-agent': nameOf(number),
  }
  const end: End = { number, kind, status: null, callId: null, afterRevoke, outcome: 'broken' }
  return new Promise((resolve) => {
    const asked = request(`${baseUrl}/chat/completions`, { method: 'POST', agent, headers })
    asked.on('response', (response) => read(response, asked, end))
    asked.on('error', () => {})
    asked.on('close', () => resolve(end))
    asked.end(JSON.stringify({ model: 'soak', stream: streams, messages: [{ role: 'user', content: 'Hello' }] }))
    if (kind === 'abort-waiting') asked.on('finish', () => setTimeout(() => giveUp(asked, end), 5))
  })
}

function read(response: IncomingMessage, asked: ClientRequest, end: End): void {
  end.status = response.statusCode ?? null
  const id = response.headers['x-keydeck-request-id']
  end.callId = typeof id === 'string' ? id : null
  response.on('data', () => {
    if (end.kind === 'abort-streaming' && end.status === 200) giveUp(asked, end)
  })
  response.on('error', () => {})
  response.on('end', () => {
    if (response.complete && end.outcome === 'broken') end.outcome = 'whole'
  })
}

function giveUp(asked: ClientRequest, end: End): void {
  end.outcome = 'given-up'
  asked.destroy()
}
