import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { errorOf, type GatewayFixture, startGateway } from '../../../../test/faults/gateway-fixture.ts'
import { droppedFromResponse, removedFromRequest } from '../../door/headers.ts'
import { problemTable } from './problem.ts'
import { refusedFields } from './refused-names.ts'

let gateway: GatewayFixture
beforeEach(async () => {
  gateway = await startGateway()
})
afterEach(() => gateway[Symbol.asyncDispose]())

test.each([...refusedFields])(
  'a body sends the call elsewhere, or names what nobody checked, with "%s"',
  async (field) => {
    for (const name of [field, field.toUpperCase()]) {
      const response = await gateway.chat({ [name]: 'x' })
      expect([response.status, await errorOf(response)]).toMatchObject([400, { code: 'invalid_request', param: field }])
    }
    expect(gateway.provider.seen).toEqual([])
  },
)

test('docs/gateway.md keeps silent about what is refused, removed or answered', () => {
  const docs = readFileSync(new URL('../../../../docs/gateway.md', import.meta.url), 'utf8')
  const names = [
    ...refusedFields,
    ...Object.values(removedFromRequest).flat(),
    ...droppedFromResponse,
    ...Object.keys(problemTable),
  ]
  expect(names.filter((name) => !docs.includes(`\`${name}\``))).toEqual([])
})
