import { describe, expect, test } from 'vitest'
import type { CallErrorCode } from '../../../../contract/call-error.ts'
import type { CheckResult, VaultKey } from '../../../../contract/keys.ts'
import { sampleEnvironments, sampleKey, sampleProvider } from '../../../testing/sample-rows.ts'
import { needsYou, stateOf, stateRank } from '../check-words.ts'
import type { KeyRow } from '../types.ts'
import { countFacets, filterKeys, type KeyFilter, noFilter } from './filter-keys.ts'
import { rotationOf } from './rotation-words.ts'

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
  const state = (lastCheck: CheckResult | null, trouble: VaultKey['trouble'] = null) => ({
    ...stateOf(sampleKey({ lastCheck, trouble })),
    needsYou: needsYou(sampleKey({ lastCheck, trouble })),
  })

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
    expect(stateRank(sampleKey({ lastCheck: fine, trouble: 'missing' }))).toBeGreaterThan(
      stateRank(sampleKey({ lastCheck: fine })),
    )
  })

  const now = 1_800_000_000_000
  const day = 86_400_000
  const fine = check({ ok: true, status: 200, latencyMs: 90 })

  test.each([
    ['a revoked key asks for nothing', { status: 'revoked' as const, trouble: 'missing' as const }, 'revoked', false],
    ['an expired key hides behind a check that was fine', { expiresAt: now - day }, 'expired', true],
    ['a key that expires soon is told only when it is over', { expiresAt: now + 3 * day }, 'expires in 3 d', true],
    ['a far expiry is told as if it were near', { expiresAt: now + 60 * day }, '90 ms', false],
  ])('%s', (_bug, fields, words, isYours) => {
    const key = sampleKey({ lastCheck: fine, ...fields })
    const said = stateOf(key, now)
    expect(`${said.word} ${said.note}`).toContain(words)
    expect(needsYou(key, now)).toBe(isYours)
  })

  const spare = { prefix: 'sk-', last4: '0000', since: now }
  test.each([
    [{ rotation: { state: 'due', everyDays: 90, dueAt: now - 3 * day } }, 'due 3 d ago', null],
    [{ rotation: { state: 'due', everyDays: 90, dueAt: now - 60 * day } }, 'due since 16 Nov 2026', null],
    [{ rotation: { state: 'soon', everyDays: 90, dueAt: now + 5 * day } }, 'in 5 d', null],
    [{ rotation: { state: 'ok', everyDays: 730, dueAt: now + 700 * day } }, 'in 23 mo', null],
    [{}, 'no period', null],
    [{ pending: { ...spare, notes: [], check: null } }, 'no period', 'new secret waits'],
    [{ previous: spare }, 'no period', 'old secret kept'],
    [{ status: 'revoked' }, '—', null],
  ] satisfies [Partial<VaultKey>, string, string | null][])('rotation %o is told in words', (fields, word, mark) => {
    expect(rotationOf(sampleKey(fields), now)).toMatchObject({ word, mark })
  })
})

const row = (fields: Partial<VaultKey>, providerName = 'Yunxin', place = 0): KeyRow => ({
  key: sampleKey({ prefix: 'yx-', tags: ['laptop'], ...fields }),
  provider: { ...sampleProvider, id: providerName, name: providerName },
  environment: sampleEnvironments[place]!,
  daily: [],
})
const rows = [
  row({ name: 'evals-runner', last4: 'f456', calls30d: 4, tags: ['laptop', 'CI'] }),
  row({ name: 'groq fast', last4: 'T9bL', notes: 'Café' }, 'Groq'),
  row({ name: 'old', last4: '0000', status: 'revoked', tags: [] }, 'Groq', 1),
  row({ name: 'prod', last4: '1111', accountType: 'pro', calls30d: 9, trouble: 'missing' }, 'Yunxin', 1),
]
const found = (filter: Partial<KeyFilter>) => filterKeys(rows, { ...noFilter, ...filter }).map(({ key }) => key.name)
const all = ['evals-runner', 'groq fast', 'old', 'prod']

describe('the search', () => {
  test.each([
    ['', all],
    ['  ', all],
    ['EVALS', ['evals-runner']],
    ['yunxin f456', ['evals-runner']],
    ['t9bl', ['groq fast']],
    ['yx-t9bl', ['groq fast']],
    ['yx-••••t9bl', ['groq fast']],
    ['production', ['old', 'prod']],
    ['cafe\u0301', ['groq fast']],
    ['laptop', ['evals-runner', 'groq fast', 'prod']],
    ['#ci', ['evals-runner']],
    ['#ci groq', []],
    ['#evals', []],
    ['groq evals', []],
    ['[', []],
  ])('“%s” finds %o', (search, names) => {
    expect(found({ search })).toEqual(names)
  })
})

describe('the filters', () => {
  const pick = (facet: keyof KeyFilter['picks'], ...values: string[]) => ({
    picks: { ...noFilter.picks, [facet]: new Set(values) },
  })

  test.each([
    ['two providers', pick('provider', 'Groq', 'Yunxin'), all],
    ['one provider', pick('provider', 'Groq'), ['groq fast', 'old']],
    ['one account type', pick('account', 'pro'), ['prod']],
    ['revoked', pick('status', 'revoked'), ['old']],
    ['one environment', pick('environment', sampleEnvironments[1]!.id), ['old', 'prod']],
    ['needs you', { flags: new Set(['attention'] as const) }, ['prod']],
    ['unused leaves out what is revoked', { flags: new Set(['unused'] as const) }, ['groq fast']],
    ['a search narrows what is picked', { ...pick('provider', 'Groq'), search: 'fast' }, ['groq fast']],
  ])('%s', (_name, filter, names) => {
    expect(found(filter)).toEqual(names)
  })

  test('a count says what a pick would leave, whatever is picked of its own facet', () => {
    const counts = countFacets(rows, { ...noFilter, ...pick('provider', 'Groq') })
    expect(counts.values.provider.map(({ text, count }) => `${text} ${count}`)).toEqual(['Groq 2', 'Yunxin 2'])
    expect(counts.values.status.map(({ value, count }) => `${value} ${count}`)).toEqual(['active 1', 'revoked 1'])
    expect(counts.flags).toEqual({ attention: 0, rotation: 0, unused: 1 })
  })

  test('a value that is picked stays to be let go, though no key has it any more', () => {
    const counts = countFacets(rows, { ...noFilter, ...pick('provider', 'Groq'), search: 'prod' })
    expect(counts.values.provider).toContainEqual({ value: 'Groq', text: 'Groq', count: 1 })
    expect(countFacets(rows, { ...noFilter, ...pick('provider', 'Groq'), search: 'evals' }).values.provider).toEqual([
      { value: 'Yunxin', text: 'Yunxin', count: 1 },
      { value: 'Groq', text: 'Groq', count: 0 },
    ])
  })
})
