import { expect } from 'vitest'
import { errorOf } from './gateway-fixture.ts'

/** What a client is told, as `docs/gateway.md` has it. A header that must not be there is null. */
export interface ProblemRow {
  status: number
  type: string
  code: string
  param?: string
  headers?: Record<string, string | null>
}

/** One JSON shape, and the headers that SDKs obey, for every error. */
export async function expectProblem(response: Response, row: ProblemRow): Promise<void> {
  const { status, type, code, param = null, headers = {} } = row
  expect(response.status).toBe(status)
  expect(response.headers.get('content-type')).toBe('application/json')
  for (const [name, value] of Object.entries(headers)) expect(response.headers.get(name), name).toBe(value)
  if (status !== 401) expect(response.headers.get('www-authenticate')).toBeNull()
  if (status !== 429 && headers['retry-after'] === undefined) expect(response.headers.get('retry-after')).toBeNull()
  const error = await errorOf(response)
  expect(Object.keys(error)).toEqual(['message', 'type', 'param', 'code'])
  expect(error).toMatchObject({ type, param, code })
  expect(error.message).toMatch(/^\S.+[.?]$/s)
}
