import { beforeEach, expect, test } from 'vitest'
import { createMemoryLog } from '../../../../test/fakes/log.ts'
import { ManualClock } from '../../../../test/fakes/manual-clock.ts'
import { COPIED_FOR_MS, ISSUED_FOR_MS, IssuedSecrets } from './issued-secrets.ts'

/** A clipboard that keeps a text, and refuses what the test says. */
class FakeClipboard {
  available = true
  text = 'before'
  clears = 0
  refuses: 'nothing' | 'writes' | 'reads' = 'nothing'

  async readText(): Promise<string> {
    if (this.refuses === 'reads') throw new Error(`no access to ${this.text}`)
    return this.text
  }

  async writeConcealed(text: string): Promise<void> {
    if (this.refuses === 'writes') throw new Error(`could not write ${text}`)
    this.text = text
  }

  async clear(): Promise<void> {
    this.clears += 1
    this.text = ''
  }
}

let clipboard: FakeClipboard
let clock: ManualClock
let log: ReturnType<typeof createMemoryLog>
let told: string[]
let issued: IssuedSecrets

beforeEach(() => {
  clipboard = new FakeClipboard()
  clock = new ManualClock()
  log = createMemoryLog()
  told = []
  issued = new IssuedSecrets({ clipboard, clock, log, notifier: { notify: (title, body) => told.push(title, body) } })
})

/** Lets the clearing that a timer began come to its end. */
const settled = () => new Promise((resolve) => setImmediate(resolve))

test('a copy is taken off the clipboard after its time, and not before', async () => {
  const { clearsAt } = await issued.copy(issued.issue('once only'))
  expect([clipboard.text, clearsAt]).toEqual(['once only', clock.now() + COPIED_FOR_MS])
  clock.advance(COPIED_FOR_MS - 1)
  await settled()
  expect(clipboard.text).toBe('once only')
  clock.advance(1)
  await settled()
  expect(clipboard.text).toBe('')
})

test('a snippet is copied with the text in every place that asks for it, as it is, and taken off again', async () => {
  await issued.copy(issued.issue('once $& only'), 'KEY={{key}} curl -H "Authorization: Bearer {{key}}" $1')
  expect(clipboard.text).toBe('KEY=once $& only curl -H "Authorization: Bearer once $& only" $1')
  clock.advance(COPIED_FOR_MS)
  await settled()
  expect(clipboard.text).toBe('')
})

test('what the person copied meanwhile stays', async () => {
  await issued.copy(issued.issue('once only'))
  clipboard.text = 'the person’s own'
  clock.advance(COPIED_FOR_MS)
  await settled()
  await issued.close()
  expect([clipboard.text, clipboard.clears]).toEqual(['the person’s own', 0])
})

test('a second copy has its whole time, though the first one’s ends within it', async () => {
  const ticket = issued.issue('once only')
  await issued.copy(ticket)
  clock.advance(COPIED_FOR_MS - 1_000)
  await issued.copy(ticket)
  clock.advance(1_000)
  await settled()
  expect(clipboard.text).toBe('once only')
  clock.advance(COPIED_FOR_MS)
  await settled()
  expect(clipboard.text).toBe('')
})

test('quitting before the time clears it, and a quit during the clearing waits for it', async () => {
  await issued.copy(issued.issue('once only'))
  await issued.close()
  expect(clipboard.text).toBe('')

  const second = new IssuedSecrets({ clipboard, clock, log, notifier: { notify: () => {} } })
  await second.copy(second.issue('another'))
  clock.advance(COPIED_FOR_MS)
  await second.close()
  expect(clipboard.text).toBe('')
})

test('a ticket ends after five minutes, and no other names a text', async () => {
  const ticket = issued.issue('once only')
  await expect(issued.copy(crypto.randomUUID())).rejects.toMatchObject({ code: 'NOT_FOUND' })
  clock.advance(ISSUED_FOR_MS)
  await expect(issued.copy(ticket)).rejects.toMatchObject({ code: 'NOT_FOUND', data: { what: 'issued' } })
  expect(clipboard.text).toBe('before')
})

test('a host without a clipboard says so, and a clipboard that refuses too; nothing is cleared later', async () => {
  const ticket = issued.issue('once only')
  clipboard.available = false
  await expect(issued.copy(ticket)).rejects.toMatchObject({ code: 'CONFLICT', data: { reason: 'no_clipboard' } })
  clipboard.available = true
  clipboard.refuses = 'writes'
  await expect(issued.copy(ticket)).rejects.toMatchObject({ data: { reason: 'clipboard_refused' } })
  clock.advance(COPIED_FOR_MS)
  await settled()
  expect([clipboard.text, clipboard.clears]).toEqual(['before', 0])
  expect(JSON.stringify(log.lines)).not.toContain('once only')
})

test('the person is told where a copy could not be cleared', async () => {
  await issued.copy(issued.issue('once only'))
  clipboard.refuses = 'reads'
  clock.advance(COPIED_FOR_MS)
  await settled()
  expect(told.join(' ')).toContain('not cleared')
  expect(told.join(' ') + JSON.stringify(log.lines)).not.toContain('once only')
})
