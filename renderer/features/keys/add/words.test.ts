import { ORPCError } from '@orpc/client'
import { describe, expect, test } from 'vitest'
import { addedWords } from './added-words.ts'
import { refusalOf } from './use-add-key.ts'

const declared = (code: string, data: object) => new ORPCError(code, { data, defined: true })
const invalid = (field: string, reason: string) => declared('INVALID', { field, reason })

describe('a refusal is said in words, at its place', () => {
  test.each([
    ['empty', 'There is no secret here'],
    ['too_long', '1,200 characters'],
    ['several_lines', 'several keys or lines'],
    ['masked', 'masked form'],
    ['smart_quotes', 'Typographic quotes'],
    ['inner_space', 'A space stands inside'],
    ['control_character', 'A control character'],
    ['invisible_character', 'An invisible character'],
    ['non_ascii', 'look-alike'],
  ])('the secret is %s', (reason, words) => {
    expect(refusalOf(invalid('secret', reason), 'Staging')).toEqual({
      at: 'secret',
      text: expect.stringContaining(words),
    })
  })

  test.each([
    [invalid('clipboard', 'empty'), 'secret', 'The clipboard is empty'],
    [declared('CONFLICT', { reason: 'duplicate_secret' }), 'secret', 'in Staging already'],
    [declared('CONFLICT', { reason: 'same_secret_other_environment' }), 'other-environment', 'separate keys'],
    [declared('STORE_UNAVAILABLE', { state: 'locked', reason: 'none' }), 'form', 'secret store'],
    [declared('NOT_FOUND', { what: 'provider', id: '' }), 'form', 'gone'],
    [new Error('The connection was lost.'), 'form', 'The connection was lost.'],
    [new ORPCError('BAD_REQUEST', { data: { fields: ['secret'] } }), 'secret', '1,200 characters'],
    [invalid('secret', 'constructor'), 'secret', 'not added'],
  ])('%o', (error, at, words) => {
    expect(refusalOf(error, 'Staging')).toEqual({ at, text: expect.stringContaining(words) })
  })
})

describe('what was taken off is said after adding', () => {
  const provider = { name: 'Yunxin', keyPrefix: 'yx-' } as Parameters<typeof addedWords>[0]['provider']

  test('nothing is said where nothing was', () => {
    expect(addedWords({ notes: [], provider })).toEqual({})
  })

  test('a key of another provider is pointed out', () => {
    const words = addedWords({ notes: ['quotes_removed', 'prefix_unexpected'], provider })
    expect(words.kind).toBe('info')
    expect(words.text).toBe(
      'Taken off: quotes. It does not begin with yx-, as keys of Yunxin do. The check tells whether it works.',
    )
  })
})
