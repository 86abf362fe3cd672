import { once } from 'node:events'
import { expect, test } from 'vitest'
import { chatEvents, stream } from '../../../../test/faults/answers.ts'
import { stalling } from '../../../../test/faults/breaks.ts'
import { startGateway } from '../../../../test/faults/gateway-fixture.ts'
import { dial } from '../../../../test/security/raw-socket.ts'

const never = new Promise<never>(() => {})

test('a call whose answer waits behind another one goes on when its client has gone, and counts as under way for ever', async () => {
  await using gateway = await startGateway()
  const { provider, port, keyring, door } = gateway
  provider.next(stalling(chatEvents(['Hello']).slice(0, 2), never))
  provider.next(stream(chatEvents(Array.from({ length: 2_000 }, () => 'word '.repeat(100)))))
  const body = JSON.stringify({ model: 'fake-1', stream: true, messages: [] })
  const ask =
    `POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${keyring.text}\r\n` +
    `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  const socket = dial(port)
  socket.write(ask + ask)
  await once(socket, 'data')
  await provider.requests(2)
  expect(gateway.server.state().running).toBe(2)
  socket.destroy()
  await expect.poll(() => gateway.server.state().running).toBe(0)
  await expect.poll(() => door.ledger.rows.map(({ endState }) => endState)).toEqual(['stopped', 'stopped'])
})
