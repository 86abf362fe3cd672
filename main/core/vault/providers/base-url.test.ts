import { describe, expect, it } from 'vitest'
import { KeydeckError } from '../../keydeck-error.ts'
import { parseBaseUrl } from './base-url.ts'

function refusalOf(text: string): string {
  try {
    return `accepted as ${parseBaseUrl(text).baseUrl}`
  } catch (error) {
    if (error instanceof KeydeckError && 'field' in error.data && error.data.field === 'baseUrl')
      return error.data.reason
    throw error
  }
}

describe('one server is written in one way', () => {
  it.each([
    ['https://api.yuhuanstudio.com/v1', 'https://api.yuhuanstudio.com/v1'],
    [' https://api.yuhuanstudio.com/v1/ ', 'https://api.yuhuanstudio.com/v1'],
    ['HTTPS://API.YuhuanStudio.com/v1', 'https://api.yuhuanstudio.com/v1'],
    ['https://api.example.com:443/v1', 'https://api.example.com/v1'],
    ['https://api.example.com:8443/v1', 'https://api.example.com:8443/v1'],
    ['https://api.example.com', 'https://api.example.com'],
    ['https://api.example.com/V1', 'https://api.example.com/V1'],
    ['https://api.example.com/v1///', 'https://api.example.com/v1'],
    ['https://api.example.com/v1/chat/completions', 'https://api.example.com/v1'],
    ['https://api.example.com/v1/models/', 'https://api.example.com/v1'],
    ['https://bücher.example/v1', 'https://xn--bcher-kva.example/v1'],
    ['http://127.0.0.1:11434/v1', 'http://127.0.0.1:11434/v1'],
    ['http://127.8.9.1/v1', 'http://127.8.9.1/v1'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
    ['http://localhost:1234/v1', 'http://127.0.0.1:1234/v1'],
    ['https://localhost:1234/v1', 'https://localhost:1234/v1'],
    ['https://192.168.1.20/v1', 'https://192.168.1.20/v1'],
  ])('%s', (text, canonical) => {
    expect(parseBaseUrl(text).baseUrl).toBe(canonical)
    expect(parseBaseUrl(canonical).baseUrl).toBe(canonical)
  })

  it('binds scheme, host and port apart from the path', () => {
    expect(parseBaseUrl('https://api.example.com:8443/a/v1/')).toEqual({
      baseUrl: 'https://api.example.com:8443/a/v1',
      origin: 'https://api.example.com:8443',
      pathPrefix: '/a/v1',
    })
  })
})

describe('a URL that could carry a key elsewhere is refused', () => {
  it.each([
    ['http://api.example.com/v1', 'insecure'],
    ['http://192.168.1.20/v1', 'insecure'],
    ['http://localhost.example.com/v1', 'insecure'],
    ['http://127.0.0.1.example.com/v1', 'insecure'],
    ['http://[::ffff:127.0.0.1]/v1', 'bad_host'],
    ['http://2130706433/v1', 'bad_host'],
    ['http://0x7f.1/v1', 'bad_host'],
    ['http://0177.0.0.1/v1', 'bad_host'],
    ['http://127.1/v1', 'bad_host'],
    ['https://api.example.com./v1', 'bad_host'],
    ['https://api%2eexample.com/v1', 'bad_host'],
    ['https://key@api.example.com/v1', 'has_user'],
    ['https://api.example.com:x@evil.example/v1', 'has_user'],
    ['https://@api.example.com/v1', 'has_user'],
    ['https://api.example.com/v1?key=1', 'has_query'],
    ['https://api.example.com/v1?', 'has_query'],
    ['https://api.example.com/v1#x', 'has_fragment'],
    ['https://api.example.com\\@evil.example/v1', 'not_a_url'],
    ['https:\\\\api.example.com/v1', 'not_a_url'],
    ['https:/api.example.com/v1', 'not_a_url'],
    ['https:api.example.com', 'not_a_url'],
    ['https://api.exam\tple.com/v1', 'not_a_url'],
    ['https://api.example.com/v1\nx', 'not_a_url'],
    ['https://api.exam\u200bple.com/v1', 'not_a_url'],
    ['https://', 'not_a_url'],
    ['https:///v1', 'not_a_url'],
    ['https://api.example.com:99999/v1', 'not_a_url'],
    ['ftp://api.example.com/v1', 'not_a_url'],
    ['file:///etc/passwd', 'not_a_url'],
    ['javascript:alert(1)', 'not_a_url'],
    ['api.example.com/v1', 'not_a_url'],
    ['https://api.example.com/v1/../admin', 'bad_path'],
    ['https://api.example.com/v1/%2e%2e/admin', 'bad_path'],
    ['https://api.example.com/v1//x', 'bad_path'],
    ['https://api.example.com/a%2Fb', 'bad_path'],
  ])('%s', (text, reason) => {
    expect(refusalOf(text)).toBe(reason)
  })
})
