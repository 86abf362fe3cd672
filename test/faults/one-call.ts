import { getHeapSnapshot } from 'node:v8'
import { openDoor, passportFor } from './door-fixture.ts'
import { readResponse, refusalOf } from './read-response.ts'

/**
 * A process that makes calls with a canary for a secret, keeps what it got, and then looks for the canary in its own
 * heap. The canary is made from character codes, so that nothing but the door ever joins it. Prints `found` or `clean`.
 */
const [baseUrl = '', codes = '', mode = ''] = process.argv.slice(2)
const bytes = codes.split(',').map(Number)
const fixture = openDoor(passportFor(baseUrl), { reader: { read: async () => String.fromCharCode(...bytes) } })
const kept: unknown[] = []

for (let i = 0; i < 3; i++) {
  const response = await fixture.door.send(fixture.chat())
  kept.push(response, await readResponse(response))
}
const stop = new AbortController()
const stopped = await fixture.door.send(fixture.chat({ model: 'stalls' }, { signal: stop.signal }))
stop.abort()
kept.push(stopped, await readResponse(stopped))
const refused = await fixture.door.send(fixture.chat({ model: 'refuses' }))
kept.push(refused, await readResponse(refused))
kept.push(await refusalOf(fixture.door.send(fixture.chat({ model: 'redirects' }))))
if (mode === 'leak') kept.push(String.fromCharCode(...bytes))

globalThis.gc?.()
await new Promise((resolve) => setImmediate(resolve))
let found = false
let before = ''
for await (const chunk of getHeapSnapshot()) {
  const text = before + String(chunk)
  // Compared letter by letter: a string to search for would be found in the heap itself.
  for (
    let at = text.indexOf(String.fromCharCode(bytes[0] ?? 0));
    at >= 0 && !found;
    at = text.indexOf(String.fromCharCode(bytes[0] ?? 0), at + 1)
  ) {
    found = bytes.every((code, index) => text.charCodeAt(at + index) === code)
  }
  before = text.slice(-bytes.length)
}
console.log(found ? 'found' : 'clean', kept.length)
await fixture.close()
