import { randomUUID } from 'node:crypto'
import { ValidationError } from '@orpc/contract'
import { implement, ORPCError } from '@orpc/server'
import type { HostInfo } from '../../contract/host.ts'
import { contract } from '../../contract/index.ts'
import type { Core } from '../core/create-core.ts'
import { errorKind } from '../core/error-kind.ts'
import { KeydeckError } from '../core/keydeck-error.ts'

/** What every handler gets. */
export interface RpcContext {
  core: Core
  hostInfo: HostInfo
}

const STATUS = { NOT_FOUND: 404, CONFLICT: 409, INVALID: 422, STORE_UNAVAILABLE: 503, CALL_FAILED: 502 } as const

/**
 * The only way to implement a procedure. What the core throws on purpose becomes the contract's typed error; anything
 * else is logged under a correlation id, and the page sees that id and nothing of the error.
 */
export const os = implement(contract)
  .$context<RpcContext>()
  .use(async ({ context, next, path }) => {
    try {
      return await next()
    } catch (error) {
      if (error instanceof KeydeckError) {
        const known: KeydeckError = error
        throw new ORPCError(known.code, { status: STATUS[known.code], data: known.data, defined: true })
      }
      if (error instanceof ORPCError && error.code === 'BAD_REQUEST') throw withoutInput(error)
      const correlation = randomUUID()
      context.core.log.error('rpc.failed', { procedure: path.join('.'), correlation, kind: errorKind(error) })
      throw new ORPCError('INTERNAL_SERVER_ERROR', { message: `Internal error ${correlation}` })
    }
  })

/** Which fields were refused, and not what stood in them: a validator's own words quote unknown names. */
function withoutInput(error: ORPCError<string, unknown>): ORPCError<'BAD_REQUEST', { fields: string[] }> {
  const issues = error.cause instanceof ValidationError ? error.cause.issues : []
  const fields = issues.map(({ path }) =>
    (path ?? []).map((step) => String(typeof step === 'object' ? step.key : step)).join('.'),
  )
  return new ORPCError('BAD_REQUEST', { message: 'The input was refused.', data: { fields: [...new Set(fields)] } })
}
