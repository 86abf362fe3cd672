import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Browser, type BrowserContext, chromium } from '@playwright/test'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { chromiumArgs, findChromium } from '../find-tools.ts'
import { type Fixture, startFixture } from './headless-fixture.ts'

const executablePath = findChromium()

/** A server of somebody else on another port of this machine: the same site to a browser, and not the same origin. */
interface Stranger {
  server: Server
  requests: IncomingMessage[]
  port: number
}

async function startStranger(): Promise<Stranger> {
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    requests.push(request)
    response.writeHead(200, { 'content-type': 'text/html', 'set-cookie': 'keydeck-0123456789ab=planted; Path=/rpc' })
    response.end('<!doctype html><title>stranger</title><body></body>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, requests, port: (server.address() as AddressInfo).port }
}

describe.skipIf(!executablePath)('a page of another port, in a real Chromium that has a session', () => {
  let browser: Browser
  let fixture: Fixture
  let stranger: Stranger
  let context: BrowserContext
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath!, args: chromiumArgs })
    fixture = await startFixture()
    stranger = await startStranger()
  })
  afterAll(async () => {
    await browser.close()
    stranger.server.close()
    stranger.server.closeAllConnections()
    await fixture[Symbol.asyncDispose]()
  })
  beforeEach(async () => {
    await context?.close()
    context = await browser.newContext()
    stranger.requests.length = 0
  })

  /** The person's own tab: goes in by the link, and proves that its socket answers. */
  async function openOwnPage() {
    const page = await context.newPage()
    await page.goto(fixture.server.freshLink())
    const answer = await page.evaluate(async () => {
      const code = location.hash.slice('#code='.length)
      const response = await fetch('/session', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code }),
      })
      const { pageToken } = (await response.json()) as { pageToken: string }
      localStorage.setItem('token', pageToken)
      const socket = new WebSocket(`ws://${location.host}/rpc`, ['keydeck.v1', `page.${pageToken}`])
      return new Promise<string>((resolve) => {
        socket.addEventListener('open', () => socket.send('hello'))
        socket.addEventListener('message', ({ data }) => resolve(String(data)))
        socket.addEventListener('close', () => resolve('closed'))
      })
    })
    expect(answer).toBe('echo:hello')
    return page
  }

  test.each(['127.0.0.1', 'localhost'])(
    'G3, G24: reads nothing, posts nothing and opens no socket (from %s)',
    async (name) => {
      await openOwnPage()
      const letIn = fixture.pages.length
      const hostile = await context.newPage()
      await hostile.goto(`http://${name}:${stranger.port}/`)
      const target = fixture.server.address
      const code = fixture.server.freshLink().split('=')[1]!
      const outcomes = await hostile.evaluate(
        async ({ target, code }) => {
          const attempt = async (run: () => Promise<unknown>) => {
            try {
              return String(await run())
            } catch (error) {
              return `refused: ${error instanceof Error ? error.name : 'unknown'}`
            }
          }
          const body = JSON.stringify({ code })
          const all = { credentials: 'include' } as const
          const json = { 'content-type': 'application/json' }
          const load = (tag: 'script' | 'img' | 'iframe') =>
            new Promise((resolve, reject) => {
              const element = document.createElement(tag)
              element.addEventListener('load', () => resolve(element))
              element.addEventListener('error', () => reject(new Error(tag)))
              element.src = tag === 'iframe' ? target : `${target}/assets/app.js`
              document.body.append(element)
            })
          const socket = (protocols: string[]) =>
            new Promise((resolve, reject) => {
              const opened = new WebSocket(`${target.replace('http', 'ws')}/rpc`, protocols)
              opened.addEventListener('open', () => resolve('open'))
              opened.addEventListener('error', () => reject(new Error('socket')))
            })
          return {
            read: await attempt(() => fetch(target, all).then((response) => response.text())),
            readBlind: await attempt(() => fetch(target, { ...all, mode: 'no-cors' })),
            check: await attempt(() => fetch(`${target}/session`, { ...all, mode: 'no-cors' })),
            checkWithToken: await attempt(() =>
              fetch(`${target}/session`, { ...all, headers: { 'x-keydeck-page': 'x' } }),
            ),
            post: await attempt(() => fetch(`${target}/session`, { ...all, method: 'POST', headers: json, body })),
            postText: await attempt(() =>
              fetch(`${target}/session`, { ...all, method: 'POST', mode: 'no-cors', body }),
            ),
            script: await attempt(() => load('script')),
            image: await attempt(() => load('img')),
            socket: await attempt(() => socket([])),
            socketNamed: await attempt(() => socket(['keydeck.v1', 'page.guess'])),
            beacon: String(navigator.sendBeacon(`${target}/session`, new Blob([body], { type: 'application/json' }))),
          }
        },
        { target, code },
      )
      for (const [name, outcome] of Object.entries(outcomes)) {
        if (name !== 'beacon') expect(outcome, name).toMatch(/^refused/)
      }
      expect(fixture.pages).toHaveLength(letIn)

      // The code that every attempt carried is still good: none of them was looked at.
      const own = await context.newPage()
      await own.goto(`${fixture.server.address}/#code=${code}`)
      const status = await own.evaluate(async (code) => {
        const headers = { 'content-type': 'application/json' }
        return (await fetch('/session', { method: 'POST', headers, body: JSON.stringify({ code }) })).status
      }, code)
      expect(status).toBe(200)
    },
  )

  test('G24: a form of another port changes nothing', async () => {
    await openOwnPage()
    const hostile = await context.newPage()
    await hostile.goto(`http://127.0.0.1:${stranger.port}/`)
    const [response] = await Promise.all([
      hostile.waitForResponse((response) => response.url().endsWith('/session')),
      hostile.evaluate((target) => {
        const form = document.createElement('form')
        form.method = 'POST'
        form.action = `${target}/session`
        form.enctype = 'text/plain'
        document.body.append(form)
        form.submit()
      }, fixture.server.address),
    ])
    expect(response.status()).toBe(403)
  })

  test('G24: the cookie that every port of this machine sees opens nothing by itself', async () => {
    await openOwnPage()
    const hostile = await context.newPage()
    await hostile.goto(`http://127.0.0.1:${stranger.port}/`)
    const cookie = stranger.requests.map(({ headers }) => headers.cookie).find(Boolean)
    expect(cookie, 'browsers do send it, which is what this test is about').toContain('keydeck-0123456789ab=')
    const response = await fetch(`${fixture.server.address}/session`, { headers: { cookie: cookie! } })
    expect(response.status).toBe(401)
    expect(await response.text()).toBe('{"session":false}')
  })

  test('G24: and the token that it needs is out of reach of that port, frame or window', async () => {
    await openOwnPage()
    const hostile = await context.newPage()
    await hostile.goto(`http://127.0.0.1:${stranger.port}/`)
    const comes = context.waitForEvent('page')
    const window = await hostile.evaluateHandle((target) => globalThis.open(target), fixture.server.address)
    // Until it is there, the window shows an empty page of the stranger's own.
    await (await comes).waitForURL((url) => url.origin === fixture.server.address)
    const seen = await hostile.evaluate(
      async ({ opened, target }) => {
        const frame = document.createElement('iframe')
        frame.src = target
        document.body.append(frame)
        await new Promise((resolve) => frame.addEventListener('load', resolve))
        const peek = (read: () => unknown) => {
          try {
            return String(read())
          } catch {
            return 'out of reach'
          }
        }
        return {
          own: localStorage.length,
          frame: peek(() => frame.contentWindow!.localStorage.length),
          opened: opened === null || opened.closed ? 'out of reach' : peek(() => opened.localStorage.length),
        }
      },
      { opened: window, target: fixture.server.address },
    )
    expect(seen).toEqual({ own: 0, frame: 'out of reach', opened: 'out of reach' })
    expect(hostile.frames().map((frame) => frame.url())).not.toContain(`${fixture.server.address}/`)
  })
})
