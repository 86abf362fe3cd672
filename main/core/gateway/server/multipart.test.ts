import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { json } from '../../../../test/faults/answers.ts'
import { errorOf, type GatewayFixture, startGateway } from '../../../../test/faults/gateway-fixture.ts'
import { boundaryOf, MultipartScan } from './multipart-scan.ts'

const boundary = 'b0undary'
const part = (name: string, value: string, rest = '') =>
  `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${rest}\r\n\r\n${value}\r\n`
const end = `--${boundary}--\r\n`

/** What a scan says of a body that comes in these pieces. */
function scan(pieces: readonly Buffer[]) {
  const scanner = new MultipartScan(boundary, new Set(['api_key']))
  let wrong: ReturnType<MultipartScan['feed']> = null
  for (const piece of pieces) wrong ??= scanner.feed(piece)
  return { wrong, model: scanner.model, isComplete: scanner.isComplete }
}

const cut = (body: Buffer, places: readonly number[]) => {
  const at = [0, ...places.map((place) => place % (body.length + 1)).toSorted((a, b) => a - b), body.length]
  return at.slice(1).map((to, index) => body.subarray(at[index], to))
}

describe('the scan of a multipart body', () => {
  test('finds the model and its place wherever the network cuts the body, before and behind a file', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(), { maxLength: 12 }),
        fc.boolean(),
        fc.uint8Array({ maxLength: 300 }),
        fc.stringMatching(/^[\w./:-]{1,40}$/),
        (places, isLate, file, model) => {
          const content = Buffer.from(file).toString('latin1').replaceAll('--', '..')
          const filePart = part('file', `${content}\r\n--b0und`, '; filename="a.mp3"\r\nContent-Type: audio/mpeg')
          const parts = [part('model', model), filePart]
          const text = (isLate ? parts.toReversed() : parts).join('') + end
          const body = Buffer.from(text, 'latin1')
          const found = scan(cut(body, places))
          expect(found.wrong).toBeNull()
          expect(found.isComplete).toBe(true)
          expect(found.model?.value).toBe(model)
          expect(body.toString('latin1', found.model?.start, found.model?.end)).toBe(model)
        },
      ),
      { numRuns: 2_000 },
    )
  })

  test.each([
    ['a model twice', part('model', 'a') + part('model', 'b') + end],
    ['a model in another case', part('model', 'a') + part('Model', 'b') + end],
    ['a list of models', part('model[]', 'a') + part('model[]', 'b') + end],
    [
      'a part whose name is in another form',
      `--${boundary}\r\nContent-Disposition: form-data; name*=utf-8''model\r\n\r\nb\r\n${end}`,
    ],
    [
      'a part with two names',
      `--${boundary}\r\nContent-Disposition: form-data; name="x"; name="model"\r\n\r\nb\r\n${end}`,
    ],
    ['a name with an escape', `--${boundary}\r\nContent-Disposition: form-data; name="mod\\el"\r\n\r\nb\r\n${end}`],
    [
      'two dispositions',
      `--${boundary}\r\nContent-Disposition: form-data; name="x"\r\nContent-Disposition: form-data; name="model"\r\n\r\nb\r\n${end}`,
    ],
    ['a folded header', `--${boundary}\r\nContent-Disposition: form-data;\r\n name="model"\r\n\r\nb\r\n${end}`],
    [
      'a part that is encoded',
      `--${boundary}\r\nContent-Disposition: form-data; name="x"\r\nContent-Transfer-Encoding: base64\r\n\r\nb\r\n${end}`,
    ],
    ['a model with spaces around its name', part('model', 'a') + part(' model', 'b') + end],
    ['a model that is a file', part('model', 'a', '; filename="m.txt"') + end],
    [
      'a model in another encoding',
      `--${boundary}\r\nContent-Disposition: form-data; name="model"\r\nContent-Type: text/plain; charset=utf-7\r\n\r\na\r\n${end}`,
    ],
    ['an encoding for every part', part('_charset_', 'utf-7') + part('model', 'a') + end],
    ['a part without a name', `--${boundary}\r\nContent-Type: text/plain\r\n\r\nb\r\n${end}`],
    [
      'a delimiter behind a bare newline',
      `${part('x', `y\n--${boundary}\r\nContent-Disposition: form-data; name="model"\r\n\r\nb`)}${end}`,
    ],
    [
      'a delimiter right behind the headers',
      `--${boundary}\r\nContent-Disposition: form-data; name="x"\r\n\r\n--${boundary}--\r\n`,
    ],
    ['headers with bare newlines', `--${boundary}\nContent-Disposition: form-data; name="model"\n\nb\n${end}`],
    ['a boundary that goes on', `--${boundary}x\r\n\r\n`],
    ['a model that is too long', part('model', 'm'.repeat(1_200)) + end],
    ['headers without end', `--${boundary}\r\nX: ${'a'.repeat(9_000)}`],
  ])('refuses what two parsers could read in two ways: %s', (_name, text) => {
    expect(scan([Buffer.from(text)]).wrong).toHaveProperty('malformed')
    expect(scan([...Buffer.from(text)].map((byte) => Buffer.from([byte]))).wrong).toHaveProperty('malformed')
  })

  test('names a field that would redirect the call', () => {
    for (const name of ['api_key', 'API_Key', 'api_key[]', 'api_key[a][b]']) {
      expect(scan([Buffer.from(part('model', 'a') + part(name, 'x') + end)]).wrong).toEqual({ refused: 'api_key' })
    }
  })

  test.each([
    ['multipart/form-data; boundary=abc', 'abc'],
    ['multipart/form-data;boundary="a b"', 'a b'],
    ['multipart/form-data; charset=utf-8; boundary=----WebKitFormBoundaryX', '----WebKitFormBoundaryX'],
    ['multipart/form-data', null],
    ['multipart/form-data; boundary=a; boundary=b', null],
    ["multipart/form-data; boundary*=utf-8''a", null],
    ['multipart/form-data; boundary=', null],
  ])('reads the boundary of %s', (type, found) => {
    expect(boundaryOf(type)).toBe(found)
  })
})

describe('a multipart call through the gateway', () => {
  let gateway: GatewayFixture
  beforeEach(async () => {
    gateway = await startGateway({ usual: json({ text: 'Hello' }), limits: { body: small } })
  })
  afterEach(() => gateway[Symbol.asyncDispose]())
  const small = { heldBytes: 300_000, passingBytes: 3_000_000, patienceMs: 60_000 }

  const transcribe = (body: string | FormData | ReadableStream, path = '/audio/transcriptions') =>
    gateway.fetch(path, {
      method: 'POST',
      body,
      ...(body instanceof FormData ? {} : { headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } }),
      ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
    })
  const audio = '\u0000\u00ff\r\n'.repeat(20_000)

  test.each(['first', 'last'])('passes byte for byte with its boundary, the model %s', async (place) => {
    const parts = [part('model', 'whisper-1'), part('file', audio, '; filename="a.mp3"')]
    const body = (place === 'first' ? parts : parts.toReversed()).join('') + end
    const response = await transcribe(body)
    expect(await response.json()).toEqual({ text: 'Hello' })
    expect(gateway.provider.last.body.equals(Buffer.from(body))).toBe(true)
    expect(gateway.provider.last.headers['content-type']).toBe(`multipart/form-data; boundary=${boundary}`)
    expect(gateway.provider.last.headers['content-length']).toBe(String(Buffer.byteLength(body)))
    expect(gateway.door.ledger.last.model).toBe('whisper-1')
  })

  test('as a form that Node makes', async () => {
    const form = new FormData()
    form.append('file', new Blob([audio]), 'a "b" ü.mp3')
    form.append('model', 'whisper-1')
    expect((await transcribe(form)).status).toBe(200)
    expect(gateway.door.ledger.last.model).toBe('whisper-1')
  })

  test('has the model as the provider knows it, the other bytes as they were', async () => {
    gateway.keyring.routes.set('groq/whisper', {
      kind: 'found',
      candidates: [{ keyId: gateway.passport.keyId, model: 'whisper-large-v3' }],
    })
    const around = (model: string) =>
      part('file', audio, '; filename="a"') + part('model', model) + part('x', 'y') + end
    expect((await transcribe(around('groq/whisper'))).status).toBe(200)
    expect(gateway.provider.last.body.equals(Buffer.from(around('whisper-large-v3')))).toBe(true)
  })

  test('is refused in words where no model comes in what may be held', async () => {
    const response = await transcribe(part('file', 'x'.repeat(400_000)) + part('model', 'whisper-1') + end)
    expect(response.status).toBe(413)
    expect(await errorOf(response)).toMatchObject({ param: 'model', code: 'request_too_large' })
    expect(gateway.provider.seen).toEqual([])
  })

  test('is refused where it names no model', async () => {
    const response = await transcribe(part('file', 'x') + end)
    expect(response.status).toBe(400)
    expect((await errorOf(response)).param).toBe('model')
  })

  test('a second model behind the file never reaches the provider whole', async () => {
    const body = part('model', 'cheap') + part('file', 'x'.repeat(500_000)) + part('model', 'dear') + end
    const response = await transcribe(body).catch(() => null)
    if (response) expect((await errorOf(response)).code).toBe('invalid_request')
    expect(gateway.provider.seen).toEqual([])
    expect(gateway.door.ledger.last.endState).toBe('stopped')
  })

  test('of a file needs no model, and passes however long it is', async () => {
    const body = part('purpose', 'batch') + part('file', 'x'.repeat(2_000_000), '; filename="a"') + end
    const pieces = new ReadableStream({
      start(controller) {
        for (let at = 0; at < body.length; at += 50_000) controller.enqueue(Buffer.from(body.slice(at, at + 50_000)))
        controller.close()
      },
    })
    expect((await transcribe(pieces, '/files')).status).toBe(200)
    expect(gateway.provider.last.body.equals(Buffer.from(body))).toBe(true)
    expect(gateway.provider.last.headers['transfer-encoding']).toBe('chunked')
  })

  test('that is longer than anything that passes is cut off, and the provider never gets its end', async () => {
    const body = part('file', 'x'.repeat(3_500_000), '; filename="a"') + end
    const declared = await transcribe(body, '/files')
    expect(declared.status).toBe(413)
    const pieces = new ReadableStream({
      start(controller) {
        for (let at = 0; at < body.length; at += 50_000) controller.enqueue(Buffer.from(body.slice(at, at + 50_000)))
        controller.close()
      },
    })
    const response = await transcribe(pieces, '/files').catch(() => null)
    if (response) expect(response.status).toBe(413)
    expect(gateway.provider.seen).toEqual([])
  })
})
