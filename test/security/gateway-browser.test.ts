import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Browser, chromium } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type GatewayFixture, startGateway } from '../faults/gateway-fixture.ts'
import { chromiumArgs, findChromium } from '../find-tools.ts'

const executablePath = findChromium()

/** A page of somebody else on another port of this machine: the nearest that a stranger's page can come. */
async function startStranger(): Promise<{ server: Server; requests: IncomingMessage[]; port: number }> {
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    requests.push(request)
    response.writeHead(200, { 'content-type': 'text/html' })
    response.end('<!doctype html><title>stranger</title><body></body>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, requests, port: (server.address() as AddressInfo).port }
}

describe.skipIf(!executablePath)('G24: a hostile page in a real Chromium, which has even stolen a local key', () => {
  let browser: Browser
  let gateway: GatewayFixture
  let stranger: Awaited<ReturnType<typeof startStranger>>
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath!, args: chromiumArgs })
    gateway = await startGateway()
    stranger = await startStranger()
  })
  afterAll(async () => {
    await browser.close()
    stranger.server.close()
    stranger.server.closeAllConnections()
    await gateway[Symbol.asyncDispose]()
  })

  test.each(['127.0.0.1', 'localhost'])('reads nothing and makes no call (from %s)', async (name) => {
    const page = await browser.newPage()
    await page.goto(`http://${name}:${stranger.port}/`)
    const outcomes = await page.evaluate(
      async ({ target, key }) => {
        const attempt = async (run: () => Promise<unknown>) => {
          try {
            return String(await run())
          } catch (error) {
            return `refused: ${error instanceof Error ? error.name : 'unknown'}`
          }
        }
        const authorization = `Bearer ${key}`
        const body = JSON.stringify({ model: 'fake-1', messages: [] })
        const post = (init: RequestInit) => fetch(`${target}/chat/completions`, { method: 'POST', body, ...init })
        const readable = (response: Promise<Response>) => response.then((one) => one.text())
        const form = () =>
          new Promise((resolve, reject) => {
            const frame = document.createElement('iframe')
            frame.name = 'f'
            frame.addEventListener('load', () => {
              try {
                resolve(frame.contentDocument?.body.textContent ?? 'opaque')
              } catch {
                reject(new Error('opaque'))
              }
            })
            document.body.append(frame)
            const element = document.createElement('form')
            element.method = 'post'
            element.enctype = 'text/plain'
            element.target = 'f'
            element.action = `${target}/chat/completions`
            document.body.append(element)
            element.submit()
          })
        const socket = () =>
          new Promise((resolve, reject) => {
            const opened = new WebSocket(`${target.replace('http', 'ws')}/realtime`)
            opened.addEventListener('open', () => resolve('open'))
            opened.addEventListener('error', () => reject(new Error('socket')))
          })
        return {
          list: await attempt(() => readable(fetch(`${target}/models`, { headers: { authorization } }))),
          listWithoutKey: await attempt(() => readable(fetch(`${target}/models`))),
          json: await attempt(() => readable(post({ headers: { authorization, 'content-type': 'application/json' } }))),
          simple: await attempt(() => readable(post({ headers: { 'content-type': 'text/plain' } }))),
          form: await attempt(form),
          socket: await attempt(socket),
          blind: await attempt(() => post({ mode: 'no-cors', headers: { 'content-type': 'text/plain' } })),
          beacon: String(navigator.sendBeacon(`${target}/chat/completions`, new Blob([body], { type: 'text/plain' }))),
        }
      },
      { target: gateway.baseUrl, key: gateway.keyring.text },
    )
    const { blind, beacon, form, ...rest } = outcomes
    for (const [attempt, outcome] of Object.entries(rest)) expect(outcome, attempt).toMatch(/^refused/)
    // These tell the page nothing, whatever came back.
    expect([blind, form, beacon].join(' ')).not.toMatch(/fake-1|Hello|kd_/)
    expect(gateway.provider.seen).toEqual([])
    expect(gateway.door.ledger.rows).toEqual([])
    await page.close()
  })

  test('and the address typed into its bar shows a refusal that nothing can be done with', async () => {
    const page = await browser.newPage()
    const response = await page.goto(`${gateway.baseUrl}/models`)
    expect(response?.status()).toBe(403)
    expect(await page.evaluate(() => document.contentType)).toBe('application/json')
    await page.close()
  })
})
