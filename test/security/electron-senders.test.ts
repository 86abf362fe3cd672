import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { connectPages } from '../../main/electron/connect-pages.ts'
import { trustedFrame } from '../../main/electron/senders.ts'
import type { PeerPort } from '../../main/rpc/peer-port.ts'
import { ipcMain } from '../electron-double/ipc-main.ts'
import type { MessagePortMain } from '../electron-double/message-ports.ts'

const channel = 'keydeck:rpc-connect'

/** A frame as the shell sees it; every defect of a sender is one changed field. */
function frame(changed: object = {}) {
  return {
    url: 'app://keydeck/',
    parent: null,
    detached: false,
    frameTreeNodeId: 7,
    isDestroyed: () => false,
    postMessage: vi.fn<(channel: string, message: unknown, transfer: MessagePortMain[]) => void>(),
    ...changed,
  }
}

const sender = (mainFrame = frame(), id = 1) => ({ id, mainFrame })
const asEvent = (event: object) => event as Parameters<typeof trustedFrame>[0]

describe('who may speak', () => {
  test('the living main frame with our page', () => {
    const mainFrame = frame()
    expect(trustedFrame(asEvent({ sender: sender(mainFrame), senderFrame: mainFrame }))).toBe(mainFrame)
  })

  test.each([
    ['no frame: it navigated away meanwhile', null],
    ['a frame inside the page', frame({ parent: frame() })],
    ['a destroyed frame', frame({ isDestroyed: () => true })],
    ['a detached frame, still running its unload', frame({ detached: true })],
    ['another frame than the main one', frame({ frameTreeNodeId: 8 })],
    ['a page of another host', frame({ url: 'app://keydeck.evil/' })],
    ['a page of another scheme', frame({ url: 'https://keydeck/' })],
    ['another custom scheme, whose origin is "null" too', frame({ url: 'evil://keydeck/' })],
    ['an empty page that inherited the origin', frame({ url: '' })],
    ['about:blank', frame({ url: 'about:blank' })],
  ])('not %s', (_who, senderFrame) => {
    expect(trustedFrame(asEvent({ sender: sender(), senderFrame }))).toBeUndefined()
  })

  test('a destroyed frame is not even read: its getters throw', () => {
    const gone = {
      isDestroyed: () => true,
      get url(): string {
        throw new Error('Render frame was disposed before WebFrameMain could be accessed')
      },
    }
    expect(trustedFrame(asEvent({ sender: sender(), senderFrame: gone }))).toBeUndefined()
  })
})

describe('the port that a page gets', () => {
  const warnings: [string, object | undefined][] = []
  const log = {
    info: () => {},
    error: () => {},
    warn: (event: string, fields?: object) => void warnings.push([event, fields]),
  }
  const served: PeerPort[] = []

  beforeEach(() => {
    connectPages({ log, serve: (port) => void served.push(port) })
  })

  afterEach(() => {
    ipcMain.removeAllListeners(channel)
    served.length = 0
    warnings.length = 0
  })

  const ask = (mainFrame: ReturnType<typeof frame>, id: number, ...parts: unknown[]) =>
    ipcMain.emit(channel, { sender: sender(mainFrame, id), senderFrame: mainFrame }, ...parts)

  test('carries text both ways, started before anything was sent', async () => {
    const mainFrame = frame()
    ask(mainFrame, 1)
    const [name, message, [port]] = mainFrame.postMessage.mock.calls[0]!
    expect([name, message]).toEqual(['keydeck:rpc-port', null])
    const received: unknown[] = []
    served[0]?.onMessage((data) => received.push(data))
    port?.postMessage('from the page')
    await vi.waitFor(() => expect(received).toEqual(['from the page']))
    const answers: unknown[] = []
    port?.on('message', ({ data }: { data: unknown }) => answers.push(data))
    port?.start()
    served[0]?.send('from the core')
    await vi.waitFor(() => expect(answers).toEqual(['from the core']))
  })

  test('a page that asks again loses its former connection, another window keeps its own', () => {
    const closed: string[] = []
    const mainFrame = frame()
    ask(mainFrame, 1)
    served[0]?.onClose(() => closed.push('first'))
    ask(frame(), 2)
    served[1]?.onClose(() => closed.push('other window'))
    ask(mainFrame, 1)
    expect(closed).toEqual(['first'])
  })

  test('the core hears once that the page went away, and then sends into nothing without an error', async () => {
    const mainFrame = frame()
    ask(mainFrame, 1)
    const closed = vi.fn<() => void>()
    served[0]?.onClose(closed)
    mainFrame.postMessage.mock.calls[0]?.[2][0]?.close()
    await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce())
    served[0]?.send('late')
    served[0]?.close()
    expect(closed).toHaveBeenCalledOnce()
  })

  test('a stranger gets no port, and the refusal is on record without what it said', () => {
    const stranger = frame({ url: 'https://evil.example/' })
    ask(stranger, 1, { secret: 'not for the log' })
    expect(stranger.postMessage).not.toHaveBeenCalled()
    expect(served).toEqual([])
    expect(warnings).toEqual([['ipc.sender-refused', { channel }]])
  })

  test.each([
    [
      'a thrower',
      {
        get x(): never {
          throw new Error('read')
        },
      },
    ],
    [
      'a proxy',
      new Proxy(
        {},
        {
          get: () => {
            throw new Error('read')
          },
        },
      ),
    ],
    ['a prototype', JSON.parse('{"__proto__":{"polluted":true}}')],
    ['64 MB', 'x'.repeat(64 * 1024 * 1024)],
  ])('an argument is never looked at: %s', (_name, argument) => {
    const mainFrame = frame()
    ask(mainFrame, 1, argument, argument)
    expect(served).toHaveLength(1)
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  test('a page that asks ten thousand times holds one connection', () => {
    const mainFrame = frame()
    let open = 0
    for (let count = 0; count < 10_000; count += 1) {
      ask(mainFrame, 1)
      open += 1
      served.at(-1)?.onClose(() => {
        open -= 1
      })
    }
    expect(open).toBe(1)
  })
})
