import { expect, test } from 'vitest'
import { createToastDesk, type ToastMessage } from './toast-desk.ts'

test('toasts from before the stage stood are shown once, in order, without the one that was closed meanwhile', () => {
  let waits = 0
  const desk = createToastDesk(() => {
    waits += 1
  })
  const shown: string[] = []
  const closed: string[] = []
  const stage = ({ title }: ToastMessage) => {
    shown.push(title)
    return () => closed.push(title)
  }
  const closeFirst = desk.show({ title: 'first' })
  const closeSecond = desk.show({ title: 'second' })
  desk.show({ title: 'third' })
  expect(waits).toBe(3)
  closeSecond()
  expect(desk.waiting().map((message) => message.title)).toEqual(['first', 'third'])

  const shut = desk.open(stage)
  desk.show({ title: 'fourth' })
  expect(shown).toEqual(['first', 'third', 'fourth'])
  closeFirst()
  expect(closed).toEqual(['first'])
  expect(desk.waiting()).toEqual([])

  shut()
  desk.show({ title: 'fifth' })
  expect(shown).not.toContain('fifth')
  desk.open(stage)
  expect(shown.at(-1)).toBe('fifth')
})
