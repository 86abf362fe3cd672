import { expect, test } from 'vitest'
import type { RunEvent } from '../../../contract/playground.ts'
import { AnswerBuffer } from './answer-buffer.ts'

/** Time that passes only when the test says so. */
function handClock() {
  const due: (() => void)[] = []
  return {
    clock: {
      now: () => 0,
      monotonic: () => 0,
      after: (_: number, callback: () => void) => (due.push(callback), () => {}),
    },
    tick: () => {
      for (const callback of due.splice(0)) callback()
    },
  }
}

const never = new AbortController().signal

async function next(watch: AsyncGenerator<RunEvent>): Promise<RunEvent> {
  const result = await watch.next()
  if (result.done) throw new Error('The watch ended.')
  return result.value
}

test('a watcher that lags gets what it missed as one piece', async () => {
  const { clock, tick } = handClock()
  const buffer = new AnswerBuffer(clock)
  const watch = buffer.watch(never)
  expect(await next(watch)).toEqual({ type: 'so-far', text: '', reasoning: '' })
  for (let number = 0; number < 1_000; number += 1) {
    buffer.append(String(number % 10), '')
    if (number % 10 === 0) tick()
  }
  tick()
  const event = await next(watch)
  expect(event.type === 'delta' && event.text.length).toBe(1_000)
})

test('the first delta is not held back, and those within the gathering time come together', async () => {
  const { clock, tick } = handClock()
  const buffer = new AnswerBuffer(clock)
  const watch = buffer.watch(never)
  await next(watch)
  buffer.append('first', '')
  expect(await next(watch)).toMatchObject({ text: 'first' })
  buffer.append(' second', '')
  buffer.append(' third', 'why')
  tick()
  expect(await next(watch)).toEqual({ type: 'delta', text: ' second third', reasoning: 'why' })
})

test('a watch that is aborted while it waits ends, and leaves nothing behind', async () => {
  const { clock } = handClock()
  const buffer = new AnswerBuffer(clock)
  const abort = new AbortController()
  const watch = buffer.watch(abort.signal)
  await next(watch)
  const pending = watch.next()
  abort.abort()
  expect(await pending).toEqual({ done: true, value: undefined })
})

test('a page that comes while the call waits for the limit is told so at once', async () => {
  const { clock } = handClock()
  const buffer = new AnswerBuffer(clock)
  buffer.wait(9_000)
  const watch = buffer.watch(never)
  await next(watch)
  expect(await next(watch)).toEqual({ type: 'waiting', ms: 9_000 })
})
