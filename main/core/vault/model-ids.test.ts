import { expect, it } from 'vitest'
import { readModelIds } from './model-ids.ts'

it.each([
  ['OpenAI’s list', '{"object":"list","data":[{"id":"b"},{"id":"a"}]}', ['a', 'b']],
  ['Ollama’s own list', '{"models":[{"name":"llama3:8b"}]}', ['llama3:8b']],
  ['a bare array', '[{"id":"a"},"b"]', ['a', 'b']],
  ['an empty list', '{"data":[]}', []],
  ['a list that is null while nothing is loaded', '{"object":"list","data":null}', []],
  ['entries that are no models', '{"data":[null,1,{},{"id":7},{"id":""},{"id":"ok"}]}', ['ok']],
  ['ids that would fake other text', '{"data":[{"id":"a\\u202eb"},{"id":"a\\nb"},{"id":"ok"}]}', ['ok']],
  ['an id longer than any', JSON.stringify({ data: [{ id: 'x'.repeat(201) }, { id: 'ok' }] }), ['ok']],
])('reads %s', (_name, body, ids) => {
  expect(readModelIds(body)).toEqual(ids)
})

it.each([
  ['nothing', ''],
  ['HTML', '<html></html>'],
  ['an error under 200', '{"error":{"message":"no"}}'],
  ['a number', '7'],
  ['null', 'null'],
])('finds no list in %s', (_name, body) => {
  expect(readModelIds(body)).toBeNull()
})

it('takes no more models than a page can hold', () => {
  const data = Array.from({ length: 6_000 }, (_, index) => ({ id: `m${index}` }))
  expect(readModelIds(JSON.stringify({ data }))).toHaveLength(5_000)
})
