import type { GatewayFixture } from '../faults/gateway-fixture.ts'
import { request, sendRaw } from './raw-socket.ts'

/** The body of a chat completion. */
export const chatBody = JSON.stringify({ model: 'fake-1', messages: [] })

/** A chat completion as text, with what a test wants different. Undefined leaves a header out. */
export function rawChat(
  { port, keyring }: GatewayFixture,
  change: Record<string, string | undefined> = {},
  body = chatBody,
  line = 'POST /v1/chat/completions HTTP/1.1',
): Promise<string> {
  const headers = {
    Host: `127.0.0.1:${port}`,
    Authorization: `Bearer ${keyring.text}`,
    'Content-Type': 'application/json',
    ...change,
  }
  const given = Object.entries(headers).filter((pair): pair is [string, string] => pair[1] !== undefined)
  return sendRaw(port, request(line, given, body))
}

/** The `error.code` of a raw answer. */
export const codeOf = (answer: string) => /"code":"(\w+)"/.exec(answer)?.[1] ?? null
