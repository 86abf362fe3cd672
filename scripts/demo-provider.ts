import { createServer } from '@copilotkit/aimock'

const SLIDING_LOG = `Keep the send times of the last minute in a ring. Nothing is written until the call is let through, so a refusal costs nothing:

\`\`\`ts
export class SlidingLog {
  private readonly at: number[] = []
  constructor(readonly max: number, readonly now = () => performance.now()) {}

  /** Null when the call may leave, else the exact wait. */
  take(): number | null {
    const t = this.now()
    const edge = t - 60_000
    while (this.at[0]! <= edge) this.at.shift()
    if (this.at.length >= this.max) return this.at[0]! - edge
    this.at.push(t)
    return null
  }
}
\`\`\`

Two things to watch:

1. \`shift()\` is linear. At 100 a minute that does not matter; for Enterprise keys the log is never made.
2. Round the wait **up** to whole seconds for the header, or a client that obeys it comes back a few milliseconds early.`

const BURST =
  'A bucket that holds `2N` tokens empties at once and refills while it drains: a client that was idle can send **2N** calls in little more than a minute. An exact log never lets more than `N` through in any 60 seconds.'

const TABLE = `| model | first token | tokens a second | cost |
| --- | ---: | ---: | ---: |
| small | 210 ms | 142 | $0.0004 |
| middle | 390 ms | 86 | $0.0031 |
| large | 640 ms | 51 | $0.0140 |

The middle one gives the same answer here for a quarter of the price.`

/** A provider on loopback for the pictures: a server from the registry, with answers worth looking at. */
export async function startDemoProvider(): Promise<{ baseUrl: string; secret: string; close(): Promise<void> }> {
  const secret = 'workbench-0000'
  const server = await createServer(
    [
      { match: { userMessage: 'sliding log' }, response: { content: SLIDING_LOG } },
      { match: { userMessage: 'bucket' }, response: { content: BURST } },
      { match: { userMessage: 'table' }, response: { content: TABLE } },
      { match: {}, response: { content: '流在中途断开后客户端会自动重试，而提供方已经把第一次的输出计入账单。' } },
    ],
    { host: '127.0.0.1', port: 0, auth: { apiKeys: [secret] }, logLevel: 'silent' },
  )
  return {
    baseUrl: `${server.url}/v1`,
    secret,
    close: () => new Promise((resolve) => server.server.close(() => resolve())),
  }
}
