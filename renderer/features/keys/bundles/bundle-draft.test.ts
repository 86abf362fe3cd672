import { expect, test } from 'vitest'
import { sampleBundleRow as row } from '../../../testing/sample-rows.ts'
import { choicesOf, proposedDrafts, setAll, standsAt } from './bundle-draft.ts'

const rows = [
  row(0),
  row(1, { conflict: 'same_key', proposed: 'skip' }),
  row(2, { conflict: 'same_name', proposed: 'replace' }),
  row(3, { conflict: 'same_secret_other_environment', proposed: 'skip' }),
  row(4, { conflict: 'same_secret_other_environment', proposed: 'add' }),
]
const drafts = proposedDrafts(rows)

test('what is proposed is sent, and what is left out is not', () => {
  expect(choicesOf(drafts, '')).toEqual([
    { index: 0, action: 'add', name: 'Key 0' },
    { index: 2, action: 'replace' },
    { index: 4, action: 'add', name: 'Key 4' },
  ])
})

test('one secret in two environments is sent with the reason only, unless the file brought one', () => {
  const all = setAll(drafts, 'add')
  expect(all.map(({ action }) => action)).toEqual(['add', 'skip', 'add', 'add', 'add'])
  expect(choicesOf(all, ' ').map(({ index }) => index)).toEqual([0, 2, 4])
  expect(choicesOf(all, ' One account ')).toContainEqual({
    index: 3,
    action: 'add',
    name: 'Key 3',
    overrideReason: 'One account',
  })
})

test('a row whose name was emptied is not sent', () => {
  const [first] = drafts
  expect(choicesOf([{ ...first!, name: '  ' }], '')).toEqual([])
})

test('what all rows stand at is told only where all do', () => {
  expect(standsAt(drafts)).toBe('proposed')
  expect(standsAt(setAll(drafts, 'skip'))).toBe('skip')
  expect(standsAt(setAll(drafts, 'add'))).toBe('add')
  expect(
    standsAt(drafts.map((draft, index) => (index === 0 ? { ...draft, action: 'skip' as const } : draft))),
  ).toBeNull()
})
