import { EventEmitter } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import type { Protocol } from '../../node_modules/playwright-core/types/protocol.d.ts'

export type { Protocol }

type Commands = Protocol.CommandParameters
type Results = Protocol.CommandReturnValues
type Events = Protocol.EventMap

interface Reply {
  id?: number
  sessionId?: string
  method?: string
  params?: unknown
  result?: unknown
  error?: { message: string }
}

/** One conversation with Chromium: the browser itself, or one page. */
export interface CdpSession {
  send<Name extends keyof Commands & keyof Results>(name: Name, params?: Commands[Name]): Promise<Results[Name]>
  on<Name extends keyof Events>(name: Name, listener: (event: Events[Name][0]) => void): void
}

/** The DevTools protocol over a pipe. Chromium ends when the pipe does, so a killed main process leaves none behind. */
export class Cdp {
  readonly browser: CdpSession = this.session('')
  private readonly sessions = new Map<string, EventEmitter>()
  private readonly waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  private readonly output: Writable
  private last = 0
  private isOpen = true

  constructor(output: Writable, input: Readable) {
    this.output = output
    let parts: Buffer[] = []
    input.on('data', (chunk: Buffer) => {
      let from = 0
      for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, from)) {
        parts.push(chunk.subarray(from, end))
        this.receive(JSON.parse(Buffer.concat(parts).toString('utf8')) as Reply)
        parts = []
        from = end + 1
      }
      parts.push(chunk.subarray(from))
    })
    input.on('close', () => this.end())
    // A write to a browser that is going fails; its reader tells the same, once.
    output.on('error', () => this.end())
  }

  session(sessionId: string): CdpSession {
    return {
      send: (name, params) => this.send(name, params, sessionId) as Promise<never>,
      on: (name, listener) => void this.listeners(sessionId).on(name, listener),
    }
  }

  private listeners(sessionId: string): EventEmitter {
    const known = this.sessions.get(sessionId)
    if (known) return known
    const created = new EventEmitter()
    this.sessions.set(sessionId, created)
    return created
  }

  private send(method: string, params: unknown, sessionId: string): Promise<unknown> {
    if (!this.isOpen) return Promise.reject(new Error(`Chromium is gone: ${method}`))
    const id = (this.last += 1)
    const address = sessionId ? { sessionId } : {}
    this.output.write(`${JSON.stringify({ id, method, params, ...address })}\0`)
    return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }))
  }

  private receive(reply: Reply): void {
    if (reply.id === undefined) {
      this.sessions.get(reply.sessionId ?? '')?.emit(reply.method ?? '', reply.params)
      return
    }
    const waiter = this.waiting.get(reply.id)
    this.waiting.delete(reply.id)
    if (reply.error) waiter?.reject(new Error(reply.error.message))
    else waiter?.resolve(reply.result)
  }

  private end(): void {
    this.isOpen = false
    for (const { reject } of this.waiting.values()) reject(new Error('Chromium is gone'))
    this.waiting.clear()
  }
}
