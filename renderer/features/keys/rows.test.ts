import { describe, expect, test } from 'vitest'
import type { CallErrorCode } from '../../../contract/call-error.ts'
import type { CheckResult, VaultKey } from '../../../contract/keys.ts'
import { stateOf, stateRank } from './check-words.ts'
import { filterKeys } from './filter-keys.ts'
import type { KeyRow } from './types.ts'

function check(fields: Partial<CheckResult>, code?: CallErrorCode): CheckResult {
  const error = code && {
    layer: 'provider' as const,
    status: fields.status ?? null,
    code,
    message: '',
    providerMessage: null,
    hint: null,
    requestId: null,
    retryAfterMs: null,
  }
  return { at: 0, ok: false, status: null, latencyMs: null, models: null, error: error ?? null, ...fields }
}

describe('what a row says of its key', () => {
  const state = (lastCheck: CheckResult | null, trouble: VaultKey['trouble'] = null) => stateOf({ lastCheck, trouble })

  test.each([
    ['never checked', null, { tone: 'idle', word: 'not checked', needsYou: false }],
    [
      'works',
      check({ ok: true, status: 200, latencyMs: 138 }),
      { tone: 'ok', word: '200', note: '138 ms', needsYou: false },
    ],
    [
      'a wrong key',
      check({ status: 401, latencyMs: 90 }, 'invalid_api_key'),
      { tone: 'bad', word: '401', note: 'invalid_api_key', needsYou: true },
    ],
    [
      'a limit that passes',
      check({ status: 429 }, 'rate_limit_exceeded'),
      { tone: 'warn', word: '429', needsYou: false },
    ],
    [
      'a local server that is off',
      check({}, 'upstream_unreachable'),
      { tone: 'idle', word: 'unreachable', needsYou: false },
    ],
    [
      'a refusal of ours',
      check({}, 'origin_mismatch'),
      { tone: 'bad', word: 'origin_mismatch', note: '', needsYou: true },
    ],
  ])('%s', (_name, lastCheck, expected) => {
    expect(state(lastCheck)).toMatchObject(expected)
  })

  test('trouble with the secret goes before an old check that was fine', () => {
    const fine = check({ ok: true, status: 200 })
    expect(state(fine, 'missing')).toMatchObject({ tone: 'bad', word: 'secret missing', needsYou: true })
    expect(stateRank({ lastCheck: fine, trouble: 'missing' })).toBeGreaterThan(
      stateRank({ lastCheck: fine, trouble: null }),
    )
  })
})

describe('the filter', () => {
  const row = (name: string, provider: string, last4: string): KeyRow =>
    ({
      key: { name, prefix: 'yx-', last4, fingerprint: '9f3a71c0', tags: ['laptop'], notes: '' },
      provider: { name: provider },
      environment: { name: 'Development' },
      daily: [],
    }) as unknown as KeyRow
  const rows = [row('evals-runner', 'Yunxin', 'f456'), row('groq fast', 'Groq', 'T9bL')]
  const found = (filter: string) => filterKeys(rows, filter).map(({ key }) => key.name)

  test.each([
    ['', ['evals-runner', 'groq fast']],
    ['  ', ['evals-runner', 'groq fast']],
    ['EVALS', ['evals-runner']],
    ['yunxin f456', ['evals-runner']],
    ['t9bl', ['groq fast']],
    ['yx-t9bl', ['groq fast']],
    ['laptop', ['evals-runner', 'groq fast']],
    ['groq evals', []],
    ['[', []],
  ])('“%s” finds %o', (filter, names) => {
    expect(found(filter)).toEqual(names)
  })
})
