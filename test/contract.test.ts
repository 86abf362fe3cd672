import { createORPCClient, ORPCError } from '@orpc/client'
import { type AnyContractProcedure, getEventIteratorSchemaDetails, isContractProcedure } from '@orpc/contract'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { contract } from '../contract/index.ts'
import { router } from '../main/rpc/router.ts'
import { serveRouter } from '../main/rpc/serve-router.ts'
import { createRpcLink } from '../renderer/lib/rpc-link.ts'
import { validInputs } from './contract-inputs.ts'
import { silentLog } from './fakes/log.ts'
import { createPortPair } from './fakes/port-pair.ts'

const procedures = [...walk(contract, [])]
const takesInput = procedures.filter(({ procedure }) => procedure['~orpc'].inputSchema)
const reached: string[] = []
let call: (path: readonly string[], input: unknown) => Promise<unknown>

beforeAll(() => {
  const { core, page } = createPortPair()
  // A core that nothing may reach: every access is written down and fails.
  const unreachable = new Proxy(
    {},
    {
      get: (_, name) => {
        if (name === 'log') return silentLog
        reached.push(String(name))
        throw new Error('reached the core')
      },
    },
  )
  serveRouter({ router, context: { core: unreachable, hostInfo: {} }, log: silentLog, port: core })
  const link = createRpcLink(page)
  createORPCClient(link)
  call = (path, input) => link.call(path, input, { context: {} })
})

test('the audited surface is exactly this list: a new procedure must be seen here', () => {
  expect(procedures.map(({ path }) => path.join('.')).toSorted()).toMatchSnapshot()
})

test('every procedure that takes input has a valid example to be broken', () => {
  expect(Object.keys(validInputs).toSorted()).toEqual(takesInput.map(({ path }) => path.join('.')).toSorted())
  for (const { path, procedure } of takesInput) {
    const schema = procedure['~orpc'].inputSchema as z.ZodType
    expect(schema.safeParse(validInputs[path.join('.')]).error, path.join('.')).toBeUndefined()
  }
})

describe.each(takesInput.map(({ path }) => ({ name: path.join('.'), path })))('$name', ({ name, path }) => {
  test.each(wrongWholes())('is refused before the core when the whole input is %s', async (_, wrong) => {
    await expectRefused(path, wrong)
  })

  test('is refused before the core with a field that nobody declared', async () => {
    await expectRefused(path, { ...(validInputs[name] as object), canary: 'extra' })
  })

  test('is refused before the core when any field is of a wrong kind, endless, or missing', async () => {
    for (const { input, what } of breakEachField(validInputs[name])) await expectRefused(path, input, what)
  })
})

test('an unknown procedure answers not found', async () => {
  await expect(call(['vault', 'secrets', 'reveal'], {})).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(call(['__proto__', 'polluted'], {})).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('nothing in any answer can carry a secret: no output field is named for one', () => {
  const forbidden = /^(secret|secrets|apikey|api_key|password|passphrase|authorization|bearer|token|plaintext)$/i
  for (const { path, procedure } of procedures) {
    const names = fieldNames(procedure['~orpc'].outputSchema)
    expect(
      names.filter((field) => forbidden.test(field)),
      path.join('.'),
    ).toEqual([])
  }
})

async function expectRefused(path: readonly string[], input: unknown, what = 'whole'): Promise<void> {
  reached.length = 0
  const error: unknown = await call(path, input).then(
    () => new Error('was accepted'),
    (refusal: unknown) => refusal,
  )
  expect(error, `${path.join('.')}: ${what}`).toBeInstanceOf(ORPCError)
  expect(error, `${path.join('.')}: ${what}`).toMatchObject({ code: 'BAD_REQUEST' })
  expect(reached, `${path.join('.')}: ${what}`).toEqual([])
  expect(JSON.stringify((error as ORPCError<string, unknown>).toJSON())).not.toContain('canary')
}

function wrongWholes(): [string, unknown][] {
  return [
    ['null', null],
    ['a number', 7],
    ['a text', 'canary'],
    ['a list', ['canary']],
    ['true', true],
  ]
}

/** Every field of an example, replaced by each wrong kind, and taken away where the schema needs it. */
function* breakEachField(example: unknown, trail: string[] = []): Generator<{ input: unknown; what: string }> {
  if (typeof example !== 'object' || example === null || Array.isArray(example)) return
  for (const [field, value] of Object.entries(example)) {
    for (const [kind, wrong] of wrongValues(value)) {
      yield { input: { ...example, [field]: wrong }, what: `${[...trail, field].join('.')} is ${kind}` }
    }
    for (const inner of breakEachField(value, [...trail, field])) {
      yield { input: { ...example, [field]: inner.input }, what: inner.what }
    }
  }
}

function wrongValues(value: unknown): [string, unknown][] {
  const common: [string, unknown][] = [
    ['an object', { canary: 1 }],
    ['a date', new Date(0)],
    ['NaN', Number.NaN],
    ['endless', 'canary'.repeat(250_000)],
    ['a long list', Array.from({ length: 20_000 }, () => 'canary')],
  ]
  if (typeof value === 'string') return [...common, ['a number', 1], ['true', true]]
  if (typeof value === 'number')
    return [...common, ['a text', 'canary'], ['a fraction', 0.5], ['negative', -1_000_000], ['huge', 1e300]]
  if (typeof value === 'boolean') return [...common, ['a text', 'true'], ['a number', 1]]
  if (Array.isArray(value)) return [...common.filter(([kind]) => kind !== 'a date'), ['a text', 'canary']]
  return common.filter(([kind]) => kind !== 'a date')
}

interface Found {
  path: string[]
  procedure: AnyContractProcedure
}

function* walk(node: unknown, path: string[]): Generator<Found> {
  if (isContractProcedure(node)) {
    yield { path, procedure: node }
    return
  }
  for (const [name, child] of Object.entries(node as object)) yield* walk(child, [...path, name])
}

function fieldNames(schema: unknown): string[] {
  if (!schema) return []
  const stream = getEventIteratorSchemaDetails(schema as never)
  const zod = (stream ? stream.yields : schema) as z.ZodType
  const names: string[] = []
  const visit = (part: unknown) => {
    if (typeof part !== 'object' || part === null) return
    if ('properties' in part) names.push(...Object.keys(part.properties as object))
    Object.values(part).forEach(visit)
  }
  visit(z.toJSONSchema(zod, { unrepresentable: 'any' }))
  return names
}
