import { inspect } from 'node:util'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KeydeckError } from '../keydeck-error.ts'
import { cleanSecret } from './clean-secret.ts'

/** Built at run time, so that no scanner takes this file for a leak. */
const body = ['abc123', 'def456'].join('')
const key = `yx-${body}`

function refusalOf(pasted: string, prefix = 'yx-'): string {
  try {
    cleanSecret(pasted, prefix)
  } catch (error) {
    if (error instanceof KeydeckError && 'field' in error.data && error.data.field === 'secret')
      return error.data.reason
    throw error
  }
  return 'accepted'
}

describe('what people paste becomes the key alone', () => {
  const table: [string, string, string[]][] = [
    ['the key itself', key, []],
    ['spaces around it', `  ${key}\t `, ['trimmed']],
    ['a newline at its end', `${key}\n`, ['trimmed', 'newlines_removed']],
    ['a Windows newline at its end', `${key}\r\n`, ['trimmed', 'newlines_removed']],
    ['a newline inside, as terminals wrap', `yx-abc123\ndef456`, ['newlines_removed']],
    ['a wrapped line that is indented', `yx-abc123\n   def456`, ['newlines_removed']],
    ['a byte order mark in front', `\uFEFF${key}`, ['trimmed']],
    ['a no-break space behind', `${key}\u00A0`, ['trimmed']],
    ['Bearer', `Bearer ${key}`, ['bearer_removed']],
    ['bearer in small letters', `bearer   ${key}`, ['bearer_removed']],
    ['a whole header', `Authorization: Bearer ${key}`, ['bearer_removed']],
    ['a quoted header, as in cURL', `"Authorization: Bearer ${key}"`, ['quotes_removed', 'bearer_removed']],
    ['another provider’s header', `x-api-key: ${key}`, ['bearer_removed']],
    ['an export line', `export YUNXIN_API_KEY=${key}`, ['assignment_removed']],
    ['an export line in double quotes', `export YUNXIN_API_KEY="${key}"`, ['assignment_removed', 'quotes_removed']],
    [
      'a line of a .env file',
      `YUNXIN_API_KEY='${key}'\n`,
      ['trimmed', 'newlines_removed', 'assignment_removed', 'quotes_removed'],
    ],
    ['a line of a .env file with spaces', `YUNXIN_API_KEY = ${key}`, ['assignment_removed']],
    ['a PowerShell line', `$env:YUNXIN_API_KEY = "${key}"`, ['assignment_removed', 'quotes_removed']],
    ['a line of code', `const apiKey = '${key}';`, ['quotes_removed', 'assignment_removed']],
    ['double quotes', `"${key}"`, ['quotes_removed']],
    ['backticks', `\`${key}\``, ['quotes_removed']],
    ['a quote on one side only', `"${key}`, ['quotes_removed']],
    ['quotes within quotes', `"'${key}'"`, ['quotes_removed']],
    [
      'an export of a Bearer',
      `export AUTH="Bearer ${key}"`,
      ['assignment_removed', 'quotes_removed', 'bearer_removed'],
    ],
  ]
  it.each(table)('%s', (_name, pasted, notes) => {
    const cleaned = cleanSecret(pasted, 'yx-')
    expect(cleaned.secret).toBe(key)
    expect(cleaned.notes.toSorted()).toEqual(notes.toSorted())
  })

  it('keeps an equals sign that belongs to the key', () => {
    expect(cleanSecret('gsk_ab=cd', 'gsk_').secret).toBe('gsk_ab=cd')
    expect(cleanSecret(`${body}==`, '').secret).toBe(`${body}==`)
    expect(cleanSecret(`TOKEN=${body}==`, '').secret).toBe(`${body}==`)
  })

  it('says when a key does not begin as its provider’s keys do, and takes it all the same', () => {
    expect(cleanSecret(`sk-${body}`, 'yx-')).toEqual({ secret: `sk-${body}`, notes: ['prefix_unexpected'] })
    expect(cleanSecret(`sk-${body}`, '').notes).toEqual([])
  })

  it('takes a key of exactly 1,200 characters', () => {
    expect(cleanSecret(`yx-${'a'.repeat(1_197)}`, 'yx-').secret).toHaveLength(1_200)
  })
})

describe('what is no key is refused with the reason', () => {
  const table: [string, string, string][] = [
    ['nothing', '', 'empty'],
    ['blanks', ' \n\t ', 'empty'],
    ['only quotes', '""', 'empty'],
    ['1,201 characters', `yx-${'a'.repeat(1_198)}`, 'too_long'],
    ['smart double quotes', `“${key}”`, 'smart_quotes'],
    ['smart single quotes', `‘${key}’`, 'smart_quotes'],
    ['a Cyrillic letter that looks Latin', key.replace('c', 'с'), 'non_ascii'],
    ['full-width letters', 'ｙｘ－ａｂｃ', 'non_ascii'],
    ['an emoji', `${key}🔑`, 'non_ascii'],
    ['a lone surrogate', `${key}\uD800`, 'non_ascii'],
    ['a zero-width space', `yx-abc\u200B123`, 'invisible_character'],
    ['a right-to-left override', `yx-abc\u202E123`, 'invisible_character'],
    ['a NUL', `yx-abc\u0000123`, 'control_character'],
    ['an escape sequence', `yx-abc\u001b[0m123`, 'control_character'],
    ['a DEL', `yx-abc\u007f123`, 'control_character'],
    ['a space inside', `yx-abc 123`, 'inner_space'],
    ['a tab inside', `yx-abc\t123`, 'inner_space'],
    ['a no-break space inside', `yx-abc\u00A0123`, 'inner_space'],
    ['a comment behind', `${key} # mine`, 'inner_space'],
    ['a masked key with dots', 'yx-...f456', 'masked'],
    ['a masked key with bullets', 'yx-••••f456', 'masked'],
    ['a masked key with stars', 'yx-****f456', 'masked'],
    ['two lines of a .env file', `YUNXIN_API_KEY=${key}\nOPENAI_API_KEY=sk-${body}`, 'several_lines'],
    ['two keys, one a line', `${key}\n${key}9`, 'several_lines'],
    [
      'two keys of a provider without a prefix, one a line',
      `${body}\n${body.slice(6)}${body.slice(0, 6)}`,
      'several_lines',
    ],
    ['two keys with a blank line between', `${key}\r\n\r\nsk-${body}`, 'several_lines'],
  ]
  it.each(table)('%s', (_name, pasted, reason) => {
    expect(refusalOf(pasted)).toBe(reason)
  })
})

describe('whatever is pasted', () => {
  const canary = fc.stringMatching(/^[A-Z2-9]{12,40}$/)
  const noise = fc.string({ unit: 'binary', maxLength: 30 })

  it('an error carries nothing of it: not in its text, its data, its stack or its causes', () => {
    fc.assert(
      fc.property(canary, noise, noise, fc.constantFrom('', 'yx-', 'sk-'), (secret, before, after, prefix) => {
        try {
          cleanSecret(before + secret + after, prefix)
        } catch (error) {
          expect(error).toBeInstanceOf(KeydeckError)
          expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(secret.slice(0, 8))
        }
      }),
    )
  })

  it('what is accepted is printable ASCII without a space, and cleaning it again changes nothing', () => {
    fc.assert(
      fc.property(fc.oneof(noise, fc.string({ maxLength: 1_300 })), fc.constantFrom('', 'yx-'), (pasted, prefix) => {
        let secret: string
        try {
          secret = cleanSecret(pasted, prefix).secret
        } catch {
          return
        }
        expect(secret).toMatch(/^[\x21-\x7e]{1,1200}$/)
        expect(cleanSecret(secret, prefix).secret).toBe(secret)
      }),
      { numRuns: 2_000 },
    )
  })

  it('takes no longer than it must on a hostile paste', () => {
    expect(refusalOf(`${'A'.repeat(4_000)} ${'= '.repeat(2_000)}`)).toBe('too_long')
  })
})
