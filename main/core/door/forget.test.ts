import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { chatEvents, chatStream, json } from '../../../test/faults/answers.ts'
import { redirecting, stalling } from '../../../test/faults/breaks.ts'
import { type Fault, startFaultProvider } from '../../../test/faults/fault-provider.ts'

const run = promisify(execFile)
const program = fileURLToPath(new URL('../../../test/faults/one-call.ts', import.meta.url))

test('A2-14: after its calls the secret is nowhere in the heap, whatever of the answers is kept', async () => {
  const answer: Fault = (exchange) => {
    const body = exchange.request.body.toString()
    if (body.includes('stalls')) return stalling(chatEvents(['Half']).slice(0, 2), new Promise(() => {}))(exchange)
    if (body.includes('refuses')) return json({ error: { message: 'no' } }, 401)(exchange)
    if (body.includes('redirects')) return redirecting(307, 'https://elsewhere.test/')(exchange)
    return chatStream(['Hello'])(exchange)
  }
  const provider = await startFaultProvider(answer)
  const canary = `Qz${randomBytes(20).toString('hex')}`
  const codes = Array.from(canary, (letter) => letter.charCodeAt(0)).join(',')
  const look = async (mode: string) => {
    const args = ['--disable-warning=ExperimentalWarning', '--expose-gc', program, provider.baseUrl, codes, mode]
    return (await run(process.execPath, args, { maxBuffer: 1e6 })).stdout.trim()
  }
  try {
    expect(await look('leak')).toMatch(/^found/)
    expect(await look('')).toMatch(/^clean/)
    expect(provider.last.headers.authorization).toBe(`Bearer ${canary}`)
  } finally {
    await provider.close()
  }
})
