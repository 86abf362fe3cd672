import { randomUUID } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Finding } from '../../../contract/findings.ts'
import type { Evidence, KeyEvidence } from './evidence-types.ts'
import { findAll } from './find-all.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** A leap day, in the night in which clocks change nowhere. */
const NOW = Date.UTC(2028, 1, 29, 12)

const development = randomUUID()
const staging = randomUUID()
const production = randomUUID()
const provider = randomUUID()

function aKey(fields: Partial<KeyEvidence> = {}): KeyEvidence {
  return {
    id: randomUUID(),
    name: 'web',
    providerId: provider,
    environmentId: development,
    accountType: 'pro',
    requestsPerMinute: 100,
    modelTiers: null,
    hasSecret: true,
    prefix: 'yx-',
    last4: 'f456',
    fingerprint: randomUUID(),
    tags: [],
    notes: '',
    overrideReason: null,
    createdAt: NOW - DAY,
    enteredAt: fields.createdAt ?? NOW - DAY,
    rotatedAt: null,
    rotateAfterDays: null,
    rotation: { state: 'none', everyDays: null, dueAt: null },
    expiresAt: null,
    lastUsedAt: null,
    lastCheck: null,
    status: 'active',
    revokedAt: null,
    monthlyBudget: null,
    trouble: null,
    pending: null,
    previous: null,
    calls30d: 0,
    cost30d: 0,
    ...fields,
  }
}

const look = (keys: readonly KeyEvidence[], more: Partial<Evidence> = {}) =>
  findAll({ now: NOW, keys, uses: [], removedLines: [], ...more })
const kinds = (found: readonly Finding[]) => found.map(({ kind }) => kind)
const spare = (since: number) => ({ prefix: '', last4: 'aaaa', since })
const pendingSince = (since: number) => ({ ...spare(since), notes: [], check: null })
const used = (key: KeyEvidence, lastAt: number, origin: Evidence['uses'][number]['origin'] = 'gateway') => ({
  keyId: key.id,
  origin,
  environmentId: key.environmentId,
  lastAt,
})

describe('one key', () => {
  it.each<[string, Partial<KeyEvidence>, number, string[]]>([
    ['fresh, with nothing due', {}, NOW, []],
    ['due', { rotation: { state: 'due', everyDays: 30, dueAt: NOW } }, NOW, ['rotation_due']],
    ['soon due', { rotation: { state: 'soon', everyDays: 30, dueAt: NOW + DAY } }, NOW, ['rotation_soon']],
    ['not due for long', { rotation: { state: 'ok', everyDays: 30, dueAt: NOW + 20 * DAY } }, NOW, []],
    ['that ended this moment', { expiresAt: NOW }, NOW, ['expired']],
    ['that ends in 14 days', { expiresAt: NOW + 14 * DAY }, NOW, ['expiring']],
    ['that ends a millisecond later than that', { expiresAt: NOW + 14 * DAY + 1 }, NOW, []],
    ['that is revoked, and ended', { expiresAt: NOW - DAY, status: 'revoked' }, NOW, []],
    ['never used for 30 days', { createdAt: NOW - 30 * DAY }, NOW, ['never_used']],
    ['never used for a millisecond less', { createdAt: NOW - 30 * DAY + 1 }, NOW, []],
    ['never used, without a secret', { createdAt: 0, hasSecret: false, fingerprint: '' }, NOW, []],
    ['with a new secret of an hour', { pending: pendingSince(NOW - HOUR) }, NOW, ['regeneration_unfinished']],
    ['with a new secret of less', { pending: pendingSince(NOW - HOUR + 1) }, NOW, []],
    ['with an old secret of a week', { previous: spare(NOW - 7 * DAY) }, NOW, ['old_secret_kept']],
    ['revoked, with an old secret', { previous: spare(0), status: 'revoked' }, NOW, ['old_secret_kept']],
    [
      'made in the future, since the clock was set back',
      { createdAt: NOW + DAY, pending: pendingSince(NOW + 1) },
      NOW,
      [],
    ],
  ])('%s', (_, fields, now, expected) => {
    expect(kinds(look([aKey(fields)], { now }))).toEqual(expected)
  })

  it('is long unused 90 days after its last call; a check is no call', () => {
    const key = aKey({ createdAt: NOW - 200 * DAY })
    const last = NOW - 90 * DAY
    expect(kinds(look([key], { uses: [used(key, last), used(key, NOW, 'check')] }))).toEqual(['long_unused'])
    expect(kinds(look([key], { uses: [used(key, last + 1)] }))).toEqual([])
    expect(kinds(look([key], { uses: [used(key, NOW, 'check')] }))).toEqual(['never_used'])
  })

  it('says when it falls due, and which it is: what comes later of the same kind is another matter', () => {
    const key = aKey({ rotation: { state: 'due', everyDays: 30, dueAt: NOW } })
    const later = { ...key, rotation: { ...key.rotation, dueAt: NOW + 30 * DAY } }
    expect(look([key])[0]).toMatchObject({ id: `rotation_due:${key.id}:${NOW}`, at: NOW, level: 'now' })
    expect(look([later])[0]?.id).not.toBe(look([key])[0]?.id)
  })

  it('that is unused, or half regenerated, says since when', () => {
    const key = aKey({
      createdAt: NOW - 200 * DAY,
      pending: pendingSince(NOW - 2 * DAY),
      previous: spare(NOW - 9 * DAY),
    })
    const found = look([key], { uses: [used(key, NOW - 100 * DAY)] })
    expect(found.map(({ kind, at }) => [kind, at])).toEqual([
      ['old_secret_kept', NOW - 9 * DAY],
      ['regeneration_unfinished', NOW - 2 * DAY],
      ['long_unused', NOW - 100 * DAY],
    ])
  })

  it('of 14 days over a change of the clocks is told at the same hour in UTC', () => {
    const expiresAt = Date.UTC(2028, 2, 31, 1)
    const key = aKey({ expiresAt })
    expect(look([key], { now: Date.UTC(2028, 2, 17, 1) - 1 })).toEqual([])
    expect(kinds(look([key], { now: Date.UTC(2028, 2, 17, 1) }))).toEqual(['expiring'])
  })
})

describe('a line taken out of a file', () => {
  it('is told after a day, and without its key where that is gone', () => {
    const key = aKey()
    const line = { id: randomUUID(), keyId: key.id, removedAt: NOW - DAY }
    expect(look([key], { removedLines: [line] })).toMatchObject([{ kind: 'env_line_unconfirmed', keyIds: [key.id] }])
    expect(look([], { removedLines: [line] })).toMatchObject([{ kind: 'env_line_unconfirmed', keyIds: [] }])
    expect(look([key], { removedLines: [{ ...line, removedAt: NOW - DAY + 1 }] })).toEqual([])
  })
})

describe('one secret in two environments', () => {
  const elsewhere = () => aKey({ environmentId: production })
  const pair = (fields: Partial<KeyEvidence> = {}) => {
    const fingerprint = randomUUID()
    const first = aKey({ fingerprint, createdAt: NOW - 2 * DAY })
    return [first, aKey({ fingerprint, environmentId: staging, ...fields })] as const
  }

  it('is to be mended soon without a reason, and a note with one', () => {
    const [first, second] = pair()
    expect(look([first, second, elsewhere()])).toMatchObject([
      { kind: 'same_secret_two_environments', level: 'soon', keyIds: [second.id, first.id], at: null },
    ])
    const reasoned = pair({ overrideReason: 'One account' })
    expect(look([...reasoned, elsewhere()])).toMatchObject([{ level: 'note' }])
  })

  it('says nothing of revoked keys, nor of keys without a secret', () => {
    expect(look([...pair({ status: 'revoked' }), elsewhere()])).toEqual([])
    expect(look([aKey({ fingerprint: '' }), aKey({ fingerprint: '', environmentId: staging }), elsewhere()])).toEqual(
      [],
    )
  })

  it('is another matter once a third environment has it, and the same while keys are only renamed', () => {
    const [first, second] = pair()
    const before = look([first, second, elsewhere()])[0]?.id
    expect(look([{ ...first, name: 'other' }, second, elsewhere()])[0]?.id).toBe(before)
    const third = { ...second, id: randomUUID(), environmentId: randomUUID() }
    expect(look([first, second, third, elsewhere()])[0]?.id).not.toBe(before)
  })
})

describe('one key for everything', () => {
  it('is found where one secret lies in all environments in use, and is told once', () => {
    const fingerprint = randomUUID()
    const first = aKey({ fingerprint, createdAt: NOW - 2 * DAY })
    const second = aKey({ fingerprint, environmentId: production })
    expect(look([first, second])).toMatchObject([
      { kind: 'one_key_for_everything', level: 'soon', keyIds: [second.id, first.id] },
    ])
    expect(kinds(look([first, second, aKey({ environmentId: staging, providerId: randomUUID() })]))).toEqual([
      'same_secret_two_environments',
    ])
  })

  it('is found where the only secret of a provider is called from two origins, or was in two environments', () => {
    const key = aKey({ createdAt: NOW - 60 * DAY })
    const gateway = used(key, NOW - 30 * DAY)
    expect(look([key], { uses: [gateway, used(key, NOW, 'playground')] })).toMatchObject([
      { kind: 'one_key_for_everything', level: 'note', keyIds: [key.id] },
    ])
    expect(kinds(look([key], { uses: [gateway, { ...gateway, environmentId: staging }] }))).toEqual([
      'one_key_for_everything',
    ])
  })

  it('is not found where the second origin is a check or long ago, or the provider has a second secret', () => {
    const key = aKey({ createdAt: NOW - 60 * DAY })
    const gateway = used(key, NOW)
    expect(look([key], { uses: [gateway, used(key, NOW, 'check')] })).toEqual([])
    expect(look([key], { uses: [gateway, used(key, NOW - 30 * DAY - 1, 'cli')] })).toEqual([])
    expect(look([key, aKey()], { uses: [gateway, used(key, NOW, 'cli')] })).toEqual([])
  })
})

describe('any vault', () => {
  const when = fc.integer({ min: 0, max: 200 * DAY }).map((ago) => NOW - ago)
  const anyKey = fc
    .record({
      environmentId: fc.constantFrom(development, staging, production),
      providerId: fc.constantFrom(provider, randomUUID()),
      fingerprint: fc.constantFrom('a', 'b', 'c', ''),
      status: fc.constantFrom('active' as const, 'revoked' as const),
      createdAt: when,
      expiresAt: fc.option(fc.integer({ min: -40 * DAY, max: 40 * DAY }).map((ahead) => NOW + ahead)),
      pending: fc.option(when.map(pendingSince)),
      previous: fc.option(when.map(spare)),
      overrideReason: fc.option(fc.constant('One account')),
    })
    .map(aKey)
  const vault = fc.array(anyKey, { maxLength: 12 })

  it('gives each finding an id of its own that fits the contract, most urgent first', () => {
    const check = (keys: KeyEvidence[]) => {
      const found = look(keys)
      expect(new Set(found.map(({ id }) => id)).size).toBe(found.length)
      for (const { id, keyIds } of found) {
        expect(id.length).toBeLessThanOrEqual(200)
        expect(keyIds.every((keyId) => keys.some((key) => key.id === keyId))).toBe(true)
      }
      const levels = found.map(({ level }) => ['now', 'soon', 'note'].indexOf(level))
      expect(levels).toEqual(levels.toSorted((a, b) => a - b))
    }
    fc.assert(fc.property(vault, check))
  })

  it('finds the same in whatever order the keys come', () => {
    const check = (keys: KeyEvidence[]) => {
      expect(look(keys.toReversed())).toEqual(look(keys))
    }
    fc.assert(fc.property(vault, check))
  })

  it('keeps every id as time goes on, so that what was dismissed stays away', () => {
    const check = (keys: KeyEvidence[], days: number) => {
      const later = new Set(look(keys, { now: NOW + days * DAY }).map(({ id }) => id))
      const lasting = look(keys).filter(({ kind }) => kind !== 'expiring')
      expect(lasting.every(({ id }) => later.has(id))).toBe(true)
    }
    fc.assert(fc.property(vault, fc.integer({ min: 0, max: 800 }), check))
  })

  it('never holds more of a fingerprint than a digest', () => {
    const fingerprint = 'f'.repeat(64)
    const found = look([aKey({ fingerprint }), aKey({ fingerprint, environmentId: staging })])
    expect(found.length).toBeGreaterThan(0)
    expect(JSON.stringify(found)).not.toContain('ffffffff')
  })
})
