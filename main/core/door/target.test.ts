import { describe, expect, test } from 'vitest'
import { isPlainTarget, parseBase } from './target.ts'

const allowed: [string, string][] = [
  ['https://api.example.com/v1', 'https://api.example.com/v1'],
  ['https://API.Example.COM/v1', 'https://api.example.com/v1'],
  ['HTTPS://api.example.com/v1/', 'https://api.example.com/v1'],
  ['https://api.example.com:443/v1', 'https://api.example.com/v1'],
  ['https://api.example.com:8443', 'https://api.example.com:8443'],
  ['https://api.example.com./v1', 'https://api.example.com/v1'],
  ['https://api.example.com', 'https://api.example.com'],
  ['https://api.example.com///', 'https://api.example.com'],
  ['https://api.example.com/V1', 'https://api.example.com/V1'],
  ['https://münchen.example/v1', 'https://xn--mnchen-3ya.example/v1'],
  ['https://xn--mnchen-3ya.example/v1', 'https://xn--mnchen-3ya.example/v1'],
  ['https://аpi.example.com', 'https://xn--pi-6kc.example.com'],
  ['https://[2001:DB8:0:0::1]/v1', 'https://[2001:db8::1]/v1'],
  ['https://10.0.0.7:8080/v1', 'https://10.0.0.7:8080/v1'],
  ['http://127.0.0.1:11434/v1', 'http://127.0.0.1:11434/v1'],
  ['http://127.9.8.7/v1', 'http://127.9.8.7/v1'],
  ['http://[::1]:1234/v1', 'http://[::1]:1234/v1'],
  ['http://[0:0:0:0:0:0:0:1]:1234/v1', 'http://[::1]:1234/v1'],
  ['http://localhost:1234/v1', 'http://localhost:1234/v1'],
  ['http://LOCALHOST:80/v1', 'http://localhost/v1'],
  // These name 127.0.0.1 in a way that hides it, but nothing else than 127.0.0.1.
  ['http://2130706433/v1', 'http://127.0.0.1/v1'],
  ['http://0x7f000001/v1', 'http://127.0.0.1/v1'],
  ['http://0177.1/v1', 'http://127.0.0.1/v1'],
]

const refused: [string, string][] = [
  ['http://api.example.com/v1', 'insecure'],
  ['http://10.0.0.7/v1', 'insecure'],
  ['http://0.0.0.0:1234/v1', 'insecure'],
  ['http://[::]:1234/v1', 'insecure'],
  ['http://[::ffff:127.0.0.1]/v1', 'insecure'],
  ['http://127.0.0.1.example.com/v1', 'insecure'],
  ['http://localhost.example.com/v1', 'insecure'],
  ['http://2130706434.example/v1', 'insecure'],
  ['http://167772167/v1', 'insecure'],
  ['ftp://api.example.com/v1', 'insecure'],
  ['file:///etc/passwd', 'not_a_url'],
  ['javascript:alert(1)', 'not_a_url'],
  ['api.example.com/v1', 'not_a_url'],
  ['https:api.example.com', 'not_a_url'],
  ['https:///api.example.com', 'not_a_url'],
  ['', 'not_a_url'],
  ['https://user@api.example.com/v1', 'credentials'],
  ['https://api.example.com:x@evil.example/v1', 'credentials'],
  ['https://api.example.com%2f@evil.example', 'credentials'],
  ['https://ex%61mple.com/v1', 'characters'],
  ['https://api.example.com\\@evil.example/v1', 'characters'],
  ['https:\\\\api.example.com/v1', 'characters'],
  ['https://api.exam\tple.com/v1', 'characters'],
  ['https://api.exam\nple.com/v1', 'characters'],
  [' https://api.example.com/v1', 'characters'],
  ['https://api.example\u200b.com/v1', 'characters'],
  ['https://api.example.com/v1\u0000', 'characters'],
  ['https://api.example.com/v1?key=1', 'query'],
  ['https://api.example.com/v1#x', 'query'],
  ['https://api.example.com/v1/../admin', 'path'],
  ['https://api.example.com/v1/%2e%2e/admin', 'path'],
  ['https://api.example.com/v1/%252e%252e/admin', 'path'],
  ['https://api.example.com/./v1', 'path'],
  ['https://api.example.com/v1/..;/admin', 'path'],
  ['https://api.example.com/v1/ü', 'path'],
  ['https://api.example.com:99999/v1', 'not_a_url'],
  ['https://[::1/v1', 'not_a_url'],
  ['https://api.example.com../v1', 'not_a_url'],
]

describe('a base URL has one canonical form, or a reason', () => {
  test.each(allowed)('%s', (text, canonical) => {
    const { base, refusal } = parseBase(text)
    expect(refusal).toBeNull()
    expect(`${base?.origin}${base?.path}`).toBe(canonical)
  })

  test.each(refused)('%j is refused: %s', (text, reason) => {
    expect(parseBase(text)).toEqual({ base: null, refusal: reason })
  })
})

test.each([
  '/chat/completions',
  '/models/openai%2Fgpt-5',
  '/models?limit=20&after=x%20y',
  '/responses/resp_1/input_items',
  '/files/a.b..c/content',
  '/models/...',
])('%s stays below its base', (path) => expect(isPlainTarget(path)).toBe(true))

test.each([
  'chat/completions',
  '//evil.example/v1',
  '/../admin',
  '/v1/../admin',
  '/x/..',
  '/.',
  '/%2e%2e/admin',
  '/%2E./admin',
  '/x/%2e%2e%2fadmin',
  '/x%2f..%2f..%2fadmin',
  '/x%5c..%5cadmin',
  '/%252e%252e/admin',
  '/%25252e%25252e/admin',
  '/..;a=1/admin',
  '/a\\..\\b',
  '/a b',
  '/a\tb',
  '/a\r\nhost: evil',
  '/a#b',
  '/a?x=1#b',
  '/a%00b',
  '/a%0d%0ab',
  '/%zz',
  '/ü',
  '',
])('%j does not', (path) => expect(isPlainTarget(path)).toBe(false))
