import { expect, test } from 'vitest'
import { freshSecret } from '../../../test/fakes/vault-fixture.ts'
import { maskOf } from './secret-mask.ts'

test('a mask shows how keys of a provider begin, and four characters at the end', () => {
  const secret = freshSecret()
  expect(maskOf(secret, 'yx-')).toEqual({ prefix: 'yx-', last4: secret.slice(-4) })
  expect(maskOf(`AIza${secret}`, 'AIza').prefix).toBe('AIza')
  expect(maskOf(`my-corp-key_${secret}`, 'my-corp-key_').prefix).toBe('my-corp-key_')
})

test('a prefix that someone wrote to ask for a secret letter by letter is not shown', () => {
  const secret = freshSecret()
  for (let length = 4; length < 20; length += 1) {
    expect(maskOf(secret, secret.slice(0, length)).prefix).toBe('')
  }
})

test('a short secret shows no tail: four of its characters would be too many', () => {
  expect(maskOf('yx-12345678901', 'yx-').last4).toBe('')
})
