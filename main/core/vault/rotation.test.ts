import { expect, test } from 'vitest'
import { rotationOf } from './rotation.ts'

const DAY = 86_400_000
const key = {
  createdAt: 100 * DAY,
  rotatedAt: null,
  rotateAfterDays: null,
  status: 'active',
  secretState: 'stored',
} as const
const stateAfter = (days: number, everyDays: number | null) => rotationOf(key, everyDays, (100 + days) * DAY).state

test('a key follows its environment’s period, and its own before that', () => {
  expect(rotationOf(key, 90, 100 * DAY)).toEqual({ state: 'ok', everyDays: 90, dueAt: 190 * DAY })
  expect(rotationOf({ ...key, rotateAfterDays: 30 }, 90, 100 * DAY)).toMatchObject({ everyDays: 30, dueAt: 130 * DAY })
  expect(rotationOf({ ...key, rotateAfterDays: 30 }, null, 100 * DAY)).toMatchObject({ dueAt: 130 * DAY })
  expect(rotationOf(key, null, 10_000 * DAY)).toEqual({ state: 'none', everyDays: null, dueAt: null })
})

test('the period begins anew with each rotation', () => {
  expect(rotationOf({ ...key, rotatedAt: 150 * DAY }, 90, 200 * DAY)).toMatchObject({ state: 'ok', dueAt: 240 * DAY })
  // Imported with a rotation that lies before its creation here.
  expect(rotationOf({ ...key, rotatedAt: 50 * DAY }, 90, 100 * DAY).dueAt).toBe(190 * DAY)
})

test.each([
  [90, 80, 'ok'],
  [90, 81, 'soon'],
  [90, 89.9, 'soon'],
  [90, 90, 'due'],
  [365, 350, 'ok'],
  [365, 351, 'soon'],
  [1, 0, 'ok'],
  [1, 0.9, 'soon'],
  [1, 1, 'due'],
] as const)('every %d days: after %d it is %s', (everyDays, days, state) => {
  expect(stateAfter(days, everyDays)).toBe(state)
})

test('a revoked key and one without a secret are never due', () => {
  expect(rotationOf({ ...key, status: 'revoked' }, 1, 900 * DAY)).toEqual({ state: 'none', everyDays: 1, dueAt: null })
  expect(rotationOf({ ...key, secretState: 'none' }, 1, 900 * DAY).state).toBe('none')
})
