import { connect, type Socket } from 'node:net'

/** Where a question goes in this bench: an address, and the headers that this way asks for. */
export interface Target {
  name: string
  port: number
  path: string
  headers: Record<string, string>
}

/** One whole answer, and when its first bytes of body came. Times in milliseconds since the question left. */
export interface RawAnswer {
  status: number
  body: Buffer
  firstMs: number
  totalMs: number
  /** Microseconds between the writing of each timed event and its arrival. */
  relays: number[]
}

/** The bytes of a question, made once. */
export function questionBytes({ port, path, headers }: Target, body: object): Buffer {
  const text = JSON.stringify(body)
  const lines = Object.entries({ 'content-type': 'application/json', ...headers }).map((entry) => entry.join(': '))
  const head = [`POST ${path}/chat/completions HTTP/1.1`, `host: 127.0.0.1:${port}`, ...lines]
  return Buffer.from(`${head.join('\r\n')}\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`)
}

/**
 * One keep-alive connection that asks one question after another. It reads just enough of HTTP/1.1 to know where an answer
 * ends: a client that did more would be what the bench measures.
 */
export class RawConnection {
  readonly #socket: Socket
  #resolve: ((answer: RawAnswer) => void) | null = null
  #reject: ((error: Error) => void) | null = null
  #chunks: Buffer[] = []
  #bytes = 0
  #headBytes = 0
  #status = 0
  #length: number | null = null
  #since = 0
  #firstMs = 0
  #relays: number[] = []

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.on('data', (chunk: Buffer) => this.#take(chunk))
    socket.on('error', (error) => this.#fail(error))
    socket.on('close', () => this.#fail(new Error('The connection was closed in the middle of an answer.')))
  }

  static open(port: number): Promise<RawConnection> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => resolve(new RawConnection(socket)))
      socket.once('error', reject)
    })
  }

  ask(question: Buffer): Promise<RawAnswer> {
    this.#chunks = []
    this.#bytes = 0
    this.#headBytes = 0
    this.#length = null
    this.#firstMs = 0
    this.#relays = []
    this.#since = performance.now()
    return new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
      this.#socket.write(question)
    })
  }

  close(): void {
    this.#resolve = null
    this.#reject = null
    this.#socket.destroy()
  }

  #take(chunk: Buffer): void {
    const now = process.hrtime.bigint()
    this.#chunks.push(chunk)
    this.#bytes += chunk.length
    if (this.#headBytes === 0 && !this.#readHead()) return
    if (this.#firstMs === 0 && this.#bytes > this.#headBytes) this.#firstMs = performance.now() - this.#since
    if (this.#length === null) {
      for (const [, time] of chunk.toString('latin1').matchAll(/"t":(\d+),/g)) {
        if (time && time !== '0') this.#relays.push(Number(now - BigInt(time)) / 1_000)
      }
    }
    const isWhole = this.#length === null ? endsChunks(chunk) : this.#bytes >= this.#headBytes + this.#length
    if (isWhole) this.#finish()
  }

  #readHead(): boolean {
    const head = Buffer.concat(this.#chunks)
    const end = head.indexOf('\r\n\r\n')
    if (end < 0) return false
    const text = head.toString('latin1', 0, end)
    this.#headBytes = end + 4
    this.#status = Number(text.slice(9, 12))
    const length = /\r\ncontent-length: *(\d+)/i.exec(text)?.[1]
    this.#length = length === undefined ? null : Number(length)
    return true
  }

  #finish(): void {
    const raw = Buffer.concat(this.#chunks).subarray(this.#headBytes)
    const body = this.#length === null ? unchunk(raw) : raw
    const { firstMs } = { firstMs: this.#firstMs }
    const totalMs = performance.now() - this.#since
    const resolve = this.#resolve
    this.#resolve = null
    this.#reject = null
    resolve?.({ status: this.#status, body, firstMs, totalMs, relays: this.#relays })
  }

  #fail(error: Error): void {
    const reject = this.#reject
    this.#resolve = null
    this.#reject = null
    reject?.(error)
  }
}

const lastChunk = Buffer.from('0\r\n\r\n')

const endsChunks = (chunk: Buffer) => chunk.subarray(-lastChunk.length).equals(lastChunk)

/** The bytes of a body that came in chunks. */
function unchunk(raw: Buffer): Buffer {
  const parts: Buffer[] = []
  let at = 0
  while (at < raw.length) {
    const end = raw.indexOf('\r\n', at)
    const size = Number.parseInt(raw.toString('latin1', at, end), 16)
    if (!(size > 0)) break
    parts.push(raw.subarray(end + 2, end + 2 + size))
    at = end + 2 + size + 2
  }
  return Buffer.concat(parts)
}
