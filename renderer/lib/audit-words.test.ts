import { expect, test } from 'vitest'
import { SecretStoreReason } from '../../contract/secret-store.ts'
import { sentenceOf, subjectOf } from './audit-words.ts'

test('a change of an environment says what it is now, and a guard that went off most of all', () => {
  const said = (detail: Record<string, string>) => sentenceOf({ action: 'environment_changed', detail })
  expect(said({ name: 'QA', guarded: 'false' })).toBe('Environment changed: renamed to QA; guard off')
  expect(said({ rotateAfterDays: 'never' })).toBe('Environment changed: no rotation')
  expect(said({ order: 'QA, Production' })).toBe('Environments reordered')
})

test('what the core refuses of an environment is said in words', () => {
  for (const reason of [
    'environment_name_taken',
    'environment_has_keys',
    'environment_has_local_keys',
    'last_environment',
    'duplicate_secret',
  ]) {
    expect(sentenceOf({ action: 'change_refused', detail: { reason } })).not.toContain(reason)
  }
})

test('a change of a local key or of the gateway says what it is now, with the figures of that moment', () => {
  expect(sentenceOf({ action: 'local_key_changed', detail: { accountType: 'pro', monthlyBudget: '5000000' } })).toBe(
    'Local key changed: account type pro; budget $5.00 a month',
  )
  expect(sentenceOf({ action: 'gateway_changed', detail: { port: '4481', startWithApp: 'false' } })).toBe(
    'Gateway changed: port 4481; doesn’t start with Keydeck',
  )
})

test('what Keydeck ended again is told from what a person ended', () => {
  const detail = { again: 'database_behind' }
  expect(sentenceOf({ action: 'local_key_revoked', detail })).toBe(
    'Local key revoked (again: the database had lost it)',
  )
  expect(sentenceOf({ action: 'key_revoked', detail })).toMatch(/ \(again: the database had lost it\)$/)
})

test('what the secret store refused is said in words, and the store by its own name, which a key may bear too', () => {
  for (const reason of SecretStoreReason.options.filter((one) => one !== 'none')) {
    expect(sentenceOf({ action: 'change_refused', detail: { reason } })).not.toContain(`: ${reason}`)
  }
  const unlock = { act: 'unlock', reason: 'wrong_passphrase' }
  expect(sentenceOf({ action: 'change_refused', detail: unlock })).toBe('Not unlocked: the passphrase was wrong')
  const row = { action: 'change_refused', keyId: null, environmentName: '', providerName: '' } as const
  expect(subjectOf({ ...row, subject: 'encrypted-file' })).toBe('the encrypted file')
  expect(subjectOf({ ...row, subject: 'encrypted-file', environmentName: 'Staging' })).toBe('encrypted-file')
})
