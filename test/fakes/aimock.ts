import { createServer } from '@copilotkit/aimock'

/** A provider that nobody here wrote: an OpenAI-compatible server on loopback that checks keys. */
export interface Provider {
  /** As a person would type it, with `/v1`. */
  baseUrl: string
  /** What it was asked, with headers: to see which key arrived. */
  requests(): unknown[]
  close(): Promise<void>
}

export const LONG_ANSWER = Array.from({ length: 400 }, (_, n) => `sentence ${n + 1} of a long answer.`).join(' ')

/** Starts it with answers for the words "short", "code" and "long"; only the given keys are let in. */
export async function startProvider(apiKeys: string[]): Promise<Provider> {
  const server = await createServer(
    [
      { match: { userMessage: 'short' }, response: { content: 'Hello! How can I help you today?' } },
      {
        match: { userMessage: 'code' },
        response: { content: 'Here:\n\n```ts\nconst answer: number = 42\n```\n\nThat is all.' },
      },
      {
        match: { userMessage: 'long' },
        response: { content: LONG_ANSWER },
        streamingProfile: { ttft: 50, tps: 60, jitter: 0 },
      },
      { match: {}, response: { content: 'I was asked something else.' } },
    ],
    { host: '127.0.0.1', port: 0, auth: { apiKeys }, logLevel: 'silent' },
  )
  return {
    baseUrl: `${server.url}/v1`,
    requests: () => server.journal.getAll(),
    close: () => new Promise((resolve) => server.server.close(() => resolve())),
  }
}
