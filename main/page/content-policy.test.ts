import { describe, expect, test } from 'vitest'
import { contentPolicy, securityHeaders } from './content-policy.ts'

const directives = (policy: string) =>
  new Map(policy.split('; ').map((part) => part.split(/ (.*)/).slice(0, 2) as [string, string]))

describe('the content security policy', () => {
  test('denies what it does not name, so a forgotten directive opens nothing', () => {
    const policy = directives(contentPolicy())
    expect(policy.get('default-src')).toBe("'none'")
    for (const name of ['connect-src', 'frame-src', 'object-src', 'base-uri', 'form-action', 'frame-ancestors']) {
      expect(policy.get(name), name).toBe("'none'")
    }
  })

  test('lets no inline or evaluated code through, in any form', () => {
    const policy = contentPolicy({ socketOrigin: 'ws://127.0.0.1:4100', styleNonce: 'abcdefghijklmnop1234' })
    for (const word of ['unsafe-inline', 'unsafe-eval', 'wasm-unsafe-eval', 'strict-dynamic', '*', 'http:', 'https:']) {
      expect(policy, word).not.toContain(word)
    }
    expect(policy).toContain("require-trusted-types-for 'script'")
    expect(policy).toContain("trusted-types 'none'")
  })

  test('opens exactly the one socket of the headless host, and its own session route', () => {
    expect(directives(contentPolicy({ socketOrigin: 'ws://127.0.0.1:4100' })).get('connect-src')).toBe(
      "'self' ws://127.0.0.1:4100",
    )
  })

  test.each([
    'ws://127.0.0.1:1; script-src *',
    'ws://example.com:1',
    'https://127.0.0.1:1',
    'ws://127.0.0.1',
    'ws://*:1',
    '',
  ])('refuses %j as a socket, which would smuggle a directive or another machine in', (socketOrigin) => {
    if (socketOrigin === '')
      return expect(directives(contentPolicy({ socketOrigin })).get('connect-src')).toBe("'none'")
    expect(() => contentPolicy({ socketOrigin })).toThrow('loopback')
  })

  test.each(["abc'; script-src *", 'short', 'with space in the nonce'])('refuses %j as a nonce', (styleNonce) => {
    expect(() => contentPolicy({ styleNonce })).toThrow('nonce')
  })

  test('gives styles the nonce and scripts none', () => {
    const policy = directives(contentPolicy({ styleNonce: 'abcdefghijklmnop1234' }))
    expect(policy.get('style-src')).toBe("'self' 'nonce-abcdefghijklmnop1234'")
    expect(policy.get('script-src')).toBe("'self'")
  })
})

test('every answer says nosniff, no-store, no-referrer and same-origin', () => {
  expect(securityHeaders()).toMatchObject({
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
  })
})
