import { expect, test } from 'vitest'
import { branchTo } from '../../../contract/branch.ts'
import { conversationTitle } from './conversation-title.ts'
import { requestMessages } from './history.ts'
import { likePattern } from './like-pattern.ts'

test('a title never cuts an emoji, a flag or an accent in two, and is one line', () => {
  expect(conversationTitle('  How\n\n do\tI…  ')).toBe('How do I…')
  expect(conversationTitle('👩‍👩‍👧‍👦'.repeat(80))).toBe(`${'👩‍👩‍👧‍👦'.repeat(59)}…`)
  expect(conversationTitle('word '.repeat(30))).toMatch(/^(word )+word…$/)
  expect(conversationTitle('\u202e\u0007')).toBe('Untitled')
})

test('a branch with a missing parent or a loop ends instead of hanging', () => {
  const loop = [
    { id: 'a', parentId: 'b' },
    { id: 'b', parentId: 'a' },
  ]
  expect(branchTo(loop, 'a').map((turn) => turn.id)).toEqual(['b', 'a'])
  expect(branchTo([{ id: 'a', parentId: 'gone' }], 'a')).toHaveLength(1)
  expect(branchTo(loop, 'nowhere')).toEqual([])
})

test('a failed answer without text is not sent back as an empty turn', () => {
  const turns = [
    { id: 'a', parentId: null, role: 'user' as const, text: 'One' },
    { id: 'b', parentId: 'a', role: 'assistant' as const, text: '' },
    { id: 'c', parentId: 'b', role: 'user' as const, text: 'Two' },
  ]
  expect(requestMessages('  ', turns)).toEqual([
    { role: 'user', content: 'One' },
    { role: 'user', content: 'Two' },
  ])
})

test('wildcards and the escape are literal in a search', () => {
  expect(likePattern(String.raw`50%_\ `)).toBe(String.raw`%50\%\_\\ %`)
})
