import { expect, test } from 'vitest'
import { findEndpoint } from './endpoints.ts'

test.each([
  ['POST', '/v1', /This is the base URL: a tool adds the endpoint/],
  ['GET', '/', /The base URL ends in \/v1/],
  ['POST', '/chat/completions', /lacks "\/v1"/],
  ['POST', '/v1/v1/chat/completions', /"\/v1" twice/],
  ['POST', '/v1/chat/completions/', /a slash too many/],
  ['POST', '/V1/Chat/Completions', /lower case/],
  ['GET', '/api/tags', /Ollama's API; the gateway speaks OpenAI's/],
  ['POST', '/v1/messages', /Anthropic's API; the gateway speaks OpenAI's/],
  ['POST', '/v1/batches', /goes on after the call/],
])('whoever asks %s %s is left without a word on what to set', (method, path, said) => {
  const found = findEndpoint(method, path)
  expect('hint' in found ? found.hint : '').toMatch(said)
})
