import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Feature, type FeatureResult } from '../../../../contract/providers.ts'
import { allOf, ended, ProbeFixture, statesOf } from '../../../../test/fakes/probe-fixture.ts'
import { chatEvents, completion, json, stream, text } from '../../../../test/faults/answers.ts'
import { type Asked, answering, endpoint, refusing } from '../../../../test/faults/endpoint.ts'
import type { Fault } from '../../../../test/faults/fault-provider.ts'

let fixture: ProbeFixture
beforeEach(async () => {
  fixture = await ProbeFixture.open()
})
afterEach(() => fixture.close())

describe('an odd endpoint is misjudged', () => {
  const nowhere = refusing(404, 'Not Found')
  const unread = text('<html>Welcome</html>', 'text/html')
  const withoutOptions: Fault = (exchange) =>
    exchange.request.body.includes('stream_options')
      ? refusing(400, 'Unrecognized request argument supplied: stream_options')(exchange)
      : stream(chatEvents(['OK']))(exchange)

  it.each<[string, Partial<Record<Asked, Fault>>, Partial<Record<Feature, FeatureResult['state']>>]>([
    ['no list of models', { models: nowhere }, { models: 'no' }],
    ['a key that may not list models', { models: refusing(403, 'Missing scopes: api.model.read') }, { models: 'no' }],
    ['a web page for models', { models: unread }, { models: 'unclear' }],
    ['something else for models', { models: json({ hello: 'there' }) }, { models: 'unclear' }],
    ['no Responses (404)', { responses: nowhere }, { responses: 'no' }],
    ['no Responses (405)', { responses: refusing(405, 'Method Not Allowed') }, { responses: 'no' }],
    ['no Responses (501)', { responses: refusing(501, 'Not implemented') }, { responses: 'no' }],
    ['no Responses (400)', { responses: refusing(400, 'Invalid URL (POST /v1/responses)') }, { responses: 'no' }],
    [
      'no Responses for this model',
      { responses: refusing(404, 'The model is not available here', { code: 'model_not_found' }) },
      { responses: 'no' },
    ],
    ['Responses that fail', { responses: refusing(400, 'Please try again') }, { responses: 'unclear' }],
    ['Responses of another shape', { responses: completion('OK') }, { responses: 'unclear' }],
    ['tools refused', { tools: refusing(400, 'tools are not supported') }, { tools: 'no' }],
    ['tools refused (422)', { tools: refusing(422, 'Extra inputs are not permitted') }, { tools: 'no' }],
    ['tools passed over', { tools: completion('It is sunny.') }, { tools: 'no' }],
    [
      'another tool called',
      { tools: answering({ tool_calls: [{ function: { name: 'other', arguments: '{}' } }] }) },
      { tools: 'no' },
    ],
    ['a tool that was cut off', { tools: answering({ content: '' }, 'length') }, { tools: 'unclear' }],
    ['a schema passed over', { json_schema: completion('Paris.') }, { json_schema: 'no' }],
    ['JSON of another schema', { json_schema: answering({ content: '{"capital":"Paris"}' }) }, { json_schema: 'no' }],
    [
      'JSON in a fence',
      { json_schema: answering({ content: '```json\n{"city":"Paris"}\n```' }) },
      { json_schema: 'no' },
    ],
    ['JSON that was cut off', { json_schema: answering({ content: '{"ci' }, 'length') }, { json_schema: 'unclear' }],
    ['no figures in streams', { stream_usage: stream(chatEvents(['OK'])) }, { stream_usage: 'no' }],
    [
      'figures refused, as the door’s own wish is',
      { streaming: withoutOptions, stream_usage: withoutOptions },
      { stream_usage: 'no' },
    ],
    ['plain JSON instead of a stream', { streaming: completion('OK') }, { streaming: 'no', stream_usage: 'skipped' }],
    [
      'a stream that breaks off',
      { streaming: stream(chatEvents(['OK']).slice(0, 2)) },
      { streaming: 'unclear', stream_usage: 'skipped' },
    ],
    [
      'a stream of something else',
      { streaming: stream(['data: {"hello":"there"}\n\n', 'data: [DONE]\n\n']) },
      { streaming: 'unclear', stream_usage: 'skipped' },
    ],
    ['a server that fails at tools', { tools: refusing(500, 'Oh no') }, { tools: 'unclear' }],
    [
      'no chat',
      { chat: nowhere },
      { chat: 'no', streaming: 'skipped', stream_usage: 'skipped', tools: 'skipped', json_schema: 'skipped' },
    ],
    [
      'a chat of another shape',
      { chat: json({ hello: 'there' }) },
      { chat: 'unclear', streaming: 'skipped', stream_usage: 'skipped', tools: 'skipped', json_schema: 'skipped' },
    ],
    [
      'a model that is not there',
      {
        chat: refusing(404, 'The model does not exist', { code: 'model_not_found' }),
        responses: refusing(404, 'The model does not exist', { code: 'model_not_found' }),
      },
      {
        chat: 'unclear',
        responses: 'unclear',
        streaming: 'skipped',
        stream_usage: 'skipped',
        tools: 'skipped',
        json_schema: 'skipped',
      },
    ],
  ])('%s', async (_name, faults, expected) => {
    fixture.provider.always(endpoint(faults))
    const { id } = await fixture.addKey()
    const results = await fixture.probe(id)
    expect(statesOf(results)).toEqual({ ...allOf('yes'), ...expected })
    expect(fixture.providers.capabilities(id)?.results).toEqual(ended(results))
  })

  it('that refuses max_tokens is asked so again and again', async () => {
    fixture.provider.always((exchange) =>
      exchange.request.body.includes('"max_tokens"')
        ? refusing(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.")(exchange)
        : full(exchange),
    )
    const full = endpoint()
    expect(statesOf(await fixture.probe((await fixture.addKey()).id))).toEqual(allOf('yes'))
    expect(fixture.provider.seen).toHaveLength(Feature.options.length + 1)
  })

  it('that asks for patience gets none, or all of it', async () => {
    const early = refusing(429, 'Slow down', {}, { 'retry-after': '0' })
    const { id } = await fixture.addKey()
    let isEarly = true
    const once: Fault = (exchange) => {
      const answer = isEarly ? early : usualTools
      isEarly = false
      return answer(exchange)
    }
    fixture.provider.always(endpoint({ tools: once }))
    expect(statesOf(await fixture.probe(id))).toEqual(allOf('yes'))
    expect(fixture.provider.seen).toHaveLength(Feature.options.length + 1)

    fixture.provider.always(endpoint({ tools: early }))
    const results = await fixture.probe(id)
    expect(statesOf(results)).toEqual({ ...allOf('yes'), tools: 'unclear' })
    const tools = ended(results).find(({ feature }) => feature === 'tools')
    expect(tools?.error).toMatchObject({ code: 'rate_limit_exceeded', providerMessage: 'Slow down' })
    expect(fixture.provider.seen).toHaveLength(2 * (Feature.options.length + 1))
  })

  it('that asks for an hour is waited for', async () => {
    fixture.provider.always(endpoint({ tools: refusing(429, 'Come back later', {}, { 'retry-after': '3600' }) }))
    const { id } = await fixture.addKey()
    expect(statesOf(await fixture.probe(id))).toEqual({ ...allOf('yes'), tools: 'unclear' })
    expect(fixture.provider.seen).toHaveLength(Feature.options.length)
  })
  const usualTools = answering({ tool_calls: [{ function: { name: 'get_weather', arguments: '{}' } }] })
})
