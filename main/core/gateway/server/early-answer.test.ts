import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { passportFor } from '../../../../test/faults/door-fixture.ts'
import { startGateway } from '../../../../test/faults/gateway-fixture.ts'
import { collect, dial, statusOf } from '../../../../test/security/raw-socket.ts'
import { systemClock } from '../../clock.ts'
import type { Clock } from '../../ports.ts'

test('an upload that its provider answered before its end goes on for ever behind the answer', async () => {
  const provider = createServer((_request, response) => response.end('{"text":"Hello"}'))
  provider.listen(0, '127.0.0.1')
  await once(provider, 'listening')
  const { port } = provider.address() as AddressInfo
  const lingering = Promise.withResolvers<() => void>()
  const clock: Clock = {
    ...systemClock,
    after(ms, callback) {
      if (ms !== 5_000) return systemClock.after(ms, callback)
      lingering.resolve(callback)
      return () => {}
    },
  }
  await using gateway = await startGateway({ clock, passport: () => passportFor(`http://127.0.0.1:${port}/v1`) })
  try {
    const socket = dial(gateway.port)
    const answer = collect(socket)
    const part = '--b\r\nContent-Disposition: form-data; name='
    socket.write(
      `POST /v1/audio/transcriptions HTTP/1.1\r\nHost: 127.0.0.1:${gateway.port}\r\nAuthorization: Bearer ${gateway.keyring.text}\r\n` +
        `Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000\r\n\r\n` +
        `${part}"model"\r\n\r\nfake-1\r\n${part}"file"; filename="a.mp3"\r\n\r\nsome of it`,
    )
    const cut = await lingering.promise
    socket.write('more of it')
    cut()
    const came = await answer
    expect(statusOf(came)).toBe(200)
    expect(came).toContain('{"text":"Hello"}')
    expect(gateway.server.state().running).toBe(0)
  } finally {
    provider.closeAllConnections()
    provider.close()
  }
})
