import { setImmediate as nextTurn } from 'node:timers/promises'
import { os } from '@orpc/server'
import { expect, test } from 'vitest'
import { createMemoryLog } from '../../test/fakes/log.ts'
import { ACK_PREFIX, FRAME_LIMIT, WINDOW } from './peer-port.ts'
import { serveRouter } from './serve-router.ts'

/** A page that sends frames by hand, and takes an answer only when it says so. */
function openPage() {
  const page = { handled: 0, sent: 0, isClosed: false, say: (_frame: string) => {} }
  const router = {
    ask: os.handler(() => {
      page.handled += 1
      return 'answer'
    }),
  }
  serveRouter({
    router,
    context: {},
    log: createMemoryLog(),
    port: {
      send: () => void (page.sent += 1),
      onMessage: (receive) => void (page.say = receive),
      onClose: () => {},
      close: () => void (page.isClosed = true),
    },
  })
  return page
}

const call = (id: number) => JSON.stringify({ i: String(id), p: { u: 'http://page/ask', b: { json: null, meta: [] } } })

/** Lets the core work until it stands still. */
async function settle(page: { handled: number; sent: number }): Promise<void> {
  for (let before = -1, still = 0; still < 20; still += 1) {
    if (page.handled + page.sent !== before) still = 0
    before = page.handled + page.sent
    await nextTurn()
  }
}

test('a page that asks and never takes the answers does not fill the memory with them', async () => {
  const page = openPage()
  for (let id = 1; id <= 5_000; id += 1) page.say(call(id))
  await settle(page)
  expect(page.sent).toBe(WINDOW)
  expect(page.handled).toBeLessThan(3 * WINDOW)
  while (page.sent < 5_000) {
    page.say(`${ACK_PREFIX}${page.sent}`)
    await settle(page)
  }
  expect(page.handled).toBe(5_000)
  expect(page.isClosed).toBe(false)
})

test('a page that sends more than can be kept is let go', async () => {
  const page = openPage()
  for (let id = 1; id <= WINDOW * 3; id += 1) page.say(call(id))
  await settle(page)
  for (let sent = 0; sent < 10 && !page.isClosed; sent += 1) page.say('x'.repeat(FRAME_LIMIT))
  expect(page.isClosed).toBe(true)
})
