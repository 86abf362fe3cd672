import { expect, test } from 'vitest'
import type { CoreEvent } from '../../contract/events.ts'
import { EventBus } from './event-bus.ts'

test('a watcher that throws is told of, and neither silences the others nor fails the act that was told', () => {
  const failures: unknown[] = []
  const heard: CoreEvent[] = []
  const bus = new EventBus((error, event) => failures.push([error, event.type]))
  const fault = new Error('the disk is full')
  bus.subscribe(() => {
    throw fault
  })
  bus.subscribe((event) => heard.push(event))
  bus.emit({ type: 'secret-store' })
  expect(heard).toEqual([{ type: 'secret-store' }])
  expect(failures).toEqual([[fault, 'secret-store']])
})
