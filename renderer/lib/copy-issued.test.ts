import { afterEach, beforeEach, expect, type MockInstance, test, vi } from 'vitest'
import { copyIssued } from './copy-issued.ts'

const core = vi.hoisted(() => ({ refuses: null as 'NOT_FOUND' | 'no_clipboard' | 'clipboard_refused' | null }))
const browser = vi.hoisted(() => ({ copies: [] as string[], takes: true }))

vi.mock('./copy-text.ts', () => ({
  copyText(text: string) {
    if (browser.takes) browser.copies.push(text)
    return browser.takes
  },
}))

vi.mock('./client.ts', async () => {
  const { createRouterClient, implement } = await import('@orpc/server')
  const { contract } = await import('../../contract/index.ts')
  const { copy } = implement(contract).issued
  const client = createRouterClient({
    issued: {
      copy: copy.handler(({ input, errors }) => {
        if (core.refuses === 'NOT_FOUND') throw errors.NOT_FOUND({ data: { what: 'issued', id: input.ticket } })
        if (core.refuses) throw errors.CONFLICT({ data: { reason: core.refuses } })
        return { clearsAt: 1 }
      }),
    },
  })
  return { client }
})

const ticket = crypto.randomUUID()
let clipboard = ''
let hasFocus: MockInstance<typeof document.hasFocus>
let readText: MockInstance<typeof navigator.clipboard.readText>
const permission = (state: PermissionState) =>
  vi.spyOn(navigator.permissions, 'query').mockResolvedValue({ state } as PermissionStatus)

beforeEach(() => {
  core.refuses = null
  Object.assign(browser, { copies: [], takes: true })
  clipboard = 'once only'
  vi.useFakeTimers()
  hasFocus = vi.spyOn(document, 'hasFocus').mockReturnValue(true)
  readText = vi.spyOn(navigator.clipboard, 'readText').mockImplementation(async () => clipboard)
  vi.spyOn(navigator.clipboard, 'writeText').mockImplementation(async (text) => {
    clipboard = text
  })
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

test('where the core copies, the page touches no clipboard', async () => {
  expect(await copyIssued({ ticket, shownOnce: 'once only' }, () => {})).toBe('by-core')
  expect(browser.copies).toEqual([])
})

test('a ticket that ended, or a clipboard that refuses, is said and not copied some other way', async () => {
  core.refuses = 'NOT_FOUND'
  expect(await copyIssued({ ticket, shownOnce: 'once only' }, () => {})).toBe('over')
  core.refuses = 'clipboard_refused'
  expect(await copyIssued({ ticket, shownOnce: 'once only' }, () => {})).toBe('refused')
  expect(browser.copies).toEqual([])
  core.refuses = 'no_clipboard'
  browser.takes = false
  expect(await copyIssued({ ticket, shownOnce: 'once only' }, () => {})).toBe('refused')
})

test('a page that may not read the clipboard says that its copy stays, and never asks for the right', async () => {
  core.refuses = 'no_clipboard'
  for (const state of ['prompt', 'denied'] as const) {
    permission(state)
    expect(await copyIssued({ ticket, shownOnce: 'once only' }, () => {})).toBe('stays')
  }
  vi.spyOn(navigator.permissions, 'query').mockRejectedValue(new TypeError('unknown permission'))
  expect(await copyIssued({ ticket, shownOnce: 'once only' }, () => {})).toBe('stays')
  await vi.advanceTimersByTimeAsync(60_000)
  expect(readText).not.toHaveBeenCalled()
})

test('a page that may read it clears its own copy after half a minute, and nothing else', async () => {
  core.refuses = 'no_clipboard'
  permission('granted')
  expect(await copyIssued({ ticket, shownOnce: 'once only' }, () => {})).toBe('by-page')
  await vi.advanceTimersByTimeAsync(29_999)
  expect(clipboard).toBe('once only')
  await vi.advanceTimersByTimeAsync(1)
  expect(clipboard).toBe('')
  await copyIssued({ ticket, shownOnce: 'once only' }, () => {})
  clipboard = 'the person’s own'
  await vi.advanceTimersByTimeAsync(30_000)
  expect(clipboard).toBe('the person’s own')
})

test('a page behind others clears it when it is in front again; one that can not says so', async () => {
  core.refuses = 'no_clipboard'
  permission('granted')
  hasFocus.mockReturnValue(false)
  await copyIssued({ ticket, shownOnce: 'once only' }, () => {})
  await vi.advanceTimersByTimeAsync(30_000)
  expect(clipboard).toBe('once only')
  hasFocus.mockReturnValue(true)
  window.dispatchEvent(new Event('focus'))
  await vi.advanceTimersByTimeAsync(0)
  expect(clipboard).toBe('')

  readText.mockRejectedValue(new DOMException('no', 'NotAllowedError'))
  const warn = vi.fn<() => void>()
  await copyIssued({ ticket, shownOnce: 'once only' }, warn)
  await vi.advanceTimersByTimeAsync(30_000)
  expect(warn).toHaveBeenCalledOnce()
})

test('a snippet around the text goes to the core with a place for it, and is filled in only where the page must copy', async () => {
  const within = 'export A={{key}} B={{key}}'
  expect(await copyIssued({ ticket, shownOnce: 'a$&b', within }, () => {})).toBe('by-core')
  core.refuses = 'no_clipboard'
  permission('denied')
  await copyIssued({ ticket, shownOnce: 'a$&b', within }, () => {})
  expect(browser.copies).toEqual(['export A=a$&b B=a$&b'])
})
