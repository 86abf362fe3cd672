import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findProgram } from '../find-tools.ts'
import type { Client, ComparisonOptions } from './comparison.ts'
import { curl } from './curl.ts'
import { type Pair, startPair } from './pair.ts'

const program = findProgram('curl')

describe.skipIf(!program)('curl', () => {
  let pair: Pair
  let folder: string
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'keydeck-curl-test-'))
    pair = await startPair()
  })
  afterAll(async () => {
    await pair.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const ask = async ({ baseUrl, apiKey, note }: Client, path: string, args: readonly string[]) => {
    const run = await curl(program!, [...args, '--header', `Authorization: Bearer ${apiKey}`, baseUrl + path])
    note(run.answer)
    return { code: run.code, heads: run.heads.length }
  }
  const both = (path: string, args: readonly string[], options?: ComparisonOptions) =>
    pair.both((client) => ask(client, path, args), options)
  const json = (body: object) => ['--header', 'Content-Type: application/json', '--data', JSON.stringify(body)]
  const messages = [{ role: 'user', content: 'Say hello: wörld, 你好 🚀' }]
  const question = { model: 'fake-1', messages }

  test('a question differs', async () => {
    const { differences, direct } = await both('/chat/completions', json(question))
    expect(differences).toEqual([])
    expect(direct.answers[0]).toMatchObject({ status: 200, headers: { 'x-request-id': 'req_double_1' } })
  })

  test('a packed answer comes unpacked, or the other way round', async () => {
    const { differences } = await both('/chat/completions', ['--compressed', ...json(question)])
    expect(differences).toEqual([])
  })

  test('a stream with -N differs', async () => {
    const { differences, direct } = await both('/chat/completions', ['-N', ...json({ ...question, stream: true })], {
      injected: true,
    })
    expect(differences).toEqual([])
    expect(direct.answers[0]?.body.toString()).toMatch(/data: \[DONE\]\n\n$/)
  })

  test('a stream over HTTP/1.0 has chunk lengths in it, or never ends', async () => {
    const { differences, direct } = await both(
      '/chat/completions',
      ['--http1.0', '-N', ...json({ ...question, stream: true })],
      {
        injected: true,
      },
    )
    expect(differences).toEqual([])
    expect(direct.result).toEqual({ code: 0, heads: 1 })
  })

  test('a question over HTTP/1.0 differs', async () => {
    const { differences } = await both('/chat/completions', ['--http1.0', ...json(question)])
    expect(differences).toEqual([])
  })

  test('a form with a file arrives otherwise', async () => {
    const file = join(folder, 'speech.wav')
    writeFileSync(file, Buffer.alloc(3_000_000, 'ünï'))
    const form = ['--form', 'model=fake-whisper', '--form', `file=@${file};type=audio/wav`]
    const { differences, direct } = await both('/audio/transcriptions', form)
    expect(differences).toEqual([])
    expect(direct.answers[0]?.body.toString()).toContain('heard 3000')
  })

  test('a form whose model comes after its file is refused, or held in memory', async () => {
    const file = join(folder, 'later.wav')
    writeFileSync(file, Buffer.alloc(200_000, 'x'))
    const form = ['--form', `file=@${file}`, '--form', 'model=fake-whisper', '--form', 'language=no']
    const { differences, direct } = await both('/audio/transcriptions', form)
    expect(differences).toEqual([])
    expect(direct.answers[0]?.status).toBe(200)
  })

  test('a client that waits for 100 Continue waits for ever', async () => {
    const body = join(folder, 'large.json')
    writeFileSync(body, JSON.stringify({ ...question, padding: 'x'.repeat(2_000_000) }))
    const args = [
      '--header',
      'Expect: 100-continue',
      '--header',
      'Content-Type: application/json',
      '--data-binary',
      `@${body}`,
    ]
    const { differences, direct } = await both('/chat/completions', [
      '--expect100-timeout',
      '20',
      '--max-time',
      '15',
      ...args,
    ])
    expect(differences).toEqual([])
    expect(direct.result).toEqual({ code: 0, heads: 2 })
  })

  test('a body that is sent in chunks, without a length, arrives otherwise', async () => {
    const { differences } = await both('/chat/completions', [
      '--header',
      'Transfer-Encoding: chunked',
      ...json(question),
    ])
    // Bytes whose number is known when they are sent on need no chunks.
    expect(differences.filter((text) => !text.includes('header content-length'))).toEqual([])
  })

  test('binary speech differs', async () => {
    const { differences, direct } = await both(
      '/audio/speech',
      json({ model: 'fake-voice', input: 'Hi', voice: 'alloy' }),
    )
    expect(differences).toEqual([])
    expect(direct.answers[0]?.body).toHaveLength(200_000)
  })

  test('a header of the client’s own is dropped on its way, or one of the provider’s on its way back', async () => {
    const headers = [
      'OpenAI-Beta: assistants=v2',
      'HTTP-Referer: https://example.com',
      'X-Title: Notes',
      'Idempotency-Key: 1',
      'Accept: application/json',
    ]
    const { differences, through } = await both('/chat/completions', [
      ...headers.flatMap((header) => ['--header', header]),
      '--user-agent',
      'my-tool/1.2',
      '--referer',
      'https://example.com/page',
      ...json(question),
    ])
    expect(differences).toEqual([])
    expect(through.requests[0]?.headers).toMatchObject({ 'user-agent': 'my-tool/1.2', 'x-title': 'Notes' })
  })
})
