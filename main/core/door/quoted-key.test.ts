import * as fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { chunk, completion, event } from '../../../test/faults/answers.ts'
import { type DoorFixture, fakeKey, openDoor, passportFor } from '../../../test/faults/door-fixture.ts'
import { type FaultProvider, startFaultProvider } from '../../../test/faults/fault-provider.ts'
import { readResponse } from '../../../test/faults/read-response.ts'
import { MaskingSink } from './masking-sink.ts'

let provider: FaultProvider
let fixture: DoorFixture
beforeEach(async () => {
  provider = await startFaultProvider(completion())
  fixture = openDoor(passportFor(provider.baseUrl))
})
afterEach(async () => {
  await fixture.close()
  await provider.close()
})

test('an asker learns the key from an error under 200, or from a server that quotes what it was sent', async () => {
  const { secret } = fixture
  const said = JSON.stringify({ error: { message: `Incorrect API key ${secret}` }, headers: [`Bearer ${secret}`] })
  provider.always(({ response }) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': said.length })
    response.write(said.slice(0, 50))
    setImmediate(() => response.end(said.slice(50)))
  })
  const answer = await readResponse(await fixture.door.send(fixture.chat({ stream: false })))
  expect(answer.text).toBe(said.replaceAll(secret, '[redacted]'.padEnd(secret.length, '*')))
})

test('or from the text of a stream', async () => {
  const { secret } = fixture
  provider.always(({ response }) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.end(event(chunk({ content: `You sent ${secret}.` }, 'stop')) + event('[DONE]'))
  })
  const answer = await readResponse(await fixture.door.send(fixture.chat()))
  expect(answer.text).not.toContain(secret)
  expect(answer.text).toContain('You sent [redacted]')
})

/** What comes out of a sink in which these pieces go. */
function through(pieces: readonly Buffer[], key: string): string {
  const out: Buffer[] = []
  const next = { data: (bytes: Buffer) => out.push(Buffer.from(bytes)) > 0, end: () => {}, fail: () => {} }
  const sink = new MaskingSink(next, () => key)
  for (const piece of pieces) sink.data(Buffer.from(piece))
  sink.end()
  return Buffer.concat(out).toString('latin1')
}

test('wherever the network cuts it, the key is masked and no other byte is touched', () => {
  const key = fakeKey()
  const part = fc.oneof(
    fc.constant(key),
    fc.nat(key.length).map((length) => key.slice(0, length)),
    fc.string(),
  )
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), fc.array(fc.nat(), { maxLength: 20 }), (parts, places) => {
      const body = Buffer.from(parts.join(''))
      const at = [0, ...places.map((place) => place % (body.length + 1)).toSorted((a, b) => a - b), body.length]
      const pieces = at.slice(1).map((to, index) => body.subarray(at[index], to))
      const wanted = body.toString('latin1').replaceAll(key, '[redacted]'.padEnd(key.length, '*'))
      expect(through(pieces, key)).toBe(wanted)
    }),
    { numRuns: 2_000 },
  )
})

test('a word that serves as a key of a local server is masked in what it says', () => {
  expect(through([Buffer.from('ollama is a server')], 'ollama')).toBe('ollama is a server')
})
