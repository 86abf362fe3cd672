import { expect, test } from 'vitest'
import { requestHeaders, responseHeaders } from './headers.ts'

test('what a second `Connection` names leaves for the next hop', () => {
  const connection = ['keep-alive', 'X-Hop, X-Other']
  const sent = { connection, 'x-hop': '1', 'X-Other': '2', 'x-kept': '3' }
  expect(requestHeaders(sent)).toEqual({ 'x-kept': '3' })
  expect(responseHeaders({ connection: 'close, x-hop', 'x-hop': '1', 'x-kept': '3' })).toEqual({ 'x-kept': '3' })
})
