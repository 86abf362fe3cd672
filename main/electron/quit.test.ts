import { afterEach, beforeEach, describe, expect, type MockInstance, test, vi } from 'vitest'
import { app } from '../../test/electron-double/app.ts'
import { dialog } from '../../test/electron-double/system.ts'
import { endOnCrash, quitGracefully } from './quit.ts'

const errors: [string, object | undefined][] = []
const log = {
  info: () => {},
  warn: () => {},
  error: (event: string, fields?: object) => void errors.push([event, fields]),
}

let exit: MockInstance<typeof app.exit>

beforeEach(() => {
  errors.length = 0
  app.isQuitting = false
  app.removeAllListeners('before-quit')
  exit = vi.spyOn(app, 'exit').mockImplementation(() => {})
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('a quit', () => {
  test('waits until the core is closed, and closes it once however often one asks', async () => {
    const core = Promise.withResolvers<void>()
    const close = vi.fn<() => Promise<void>>(() => core.promise)
    quitGracefully({ log, close })
    app.quit()
    app.quit()
    expect(exit).not.toHaveBeenCalled()
    core.resolve()
    await vi.waitFor(() => expect(exit).toHaveBeenCalledWith(0))
    expect(close).toHaveBeenCalledOnce()
  })

  test('goes through when closing fails, and says so in the log without the message', async () => {
    quitGracefully({ log, close: () => Promise.reject(new TypeError('could quote a secret')) })
    app.quit()
    await vi.waitFor(() => expect(exit).toHaveBeenCalledWith(0))
    expect(errors).toEqual([['quit.core-failed', { kind: 'TypeError' }]])
  })

  test('does not wait for ever', async () => {
    vi.useFakeTimers()
    quitGracefully({ log, close: () => new Promise(() => {}) })
    app.quit()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(exit).toHaveBeenCalledWith(0)
    expect(errors).toEqual([['quit.core-hangs', undefined]])
  })
})

test('an error that nobody caught is told in plain words: neither box nor log quote it', () => {
  const listeners = ['uncaughtException', 'unhandledRejection'].map((name) => process.listeners(name as never))
  const show = vi.spyOn(dialog, 'showErrorBox').mockImplementation(() => {})
  endOnCrash(log)
  const added = process.listeners('uncaughtException').at(-1) as (error: Error) => void
  added(new Error('with what somebody typed'))
  process.off('uncaughtException', added)
  process.off('unhandledRejection', process.listeners('unhandledRejection').at(-1) as () => void)
  expect(listeners.map((list) => list.length)).toEqual(
    ['uncaughtException', 'unhandledRejection'].map((name) => process.listenerCount(name)),
  )
  expect(exit).toHaveBeenCalledWith(70)
  expect(JSON.stringify([show.mock.calls, errors])).not.toContain('somebody typed')
  expect(errors[0]?.[1]).toMatchObject({ kind: expect.stringContaining('quit.test.ts') as string })
})
