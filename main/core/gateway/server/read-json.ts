import type { IncomingMessage } from 'node:http'
import { Pieces } from '../../pieces.ts'
import type { Clock } from '../../ports.ts'
import type { HeldBytes } from './held-bytes.ts'
import { type Problem, problem } from './problem.ts'

/** How much of a body is taken, and for how long. */
export interface BodyLimits {
  /** A JSON body, or what comes of another before its model. */
  heldBytes: number
  /** A body that passes without being held. */
  passingBytes: number
  /** For a body that is held. */
  patienceMs: number
}

/** What the app runs with; tests give smaller ones. */
export const bodyLimits: BodyLimits = {
  heldBytes: 32 * 1024 * 1024,
  passingBytes: 512 * 1024 * 1024,
  patienceMs: 60_000,
}

/** A body that is being read: `cancel` ends the reading where the call is over before it. */
export interface Reading<Result> {
  result: Promise<Result | Problem>
  cancel: (why: Problem) => void
}

interface ReadOptions {
  limits: BodyLimits
  held: HeldBytes
  clock: Clock
}

/** Reads a whole body into memory. The bytes count as held until the caller releases them. */
export function readWhole(request: IncomingMessage, { limits, held, clock }: ReadOptions): Reading<Buffer> {
  const { promise, resolve } = Promise.withResolvers<Buffer | Problem>()
  const pieces = new Pieces()
  const finish = (result: Buffer | Problem) => {
    cancelTimer()
    request.off('data', onData)
    request.off('end', onEnd)
    if (!Buffer.isBuffer(result)) held.release(pieces.bytes)
    resolve(result)
  }
  const onData = (chunk: Buffer) => {
    if (pieces.bytes + chunk.length > limits.heldBytes) return finish(tooLarge(limits.heldBytes))
    if (!held.take(chunk.length, pieces.bytes)) return finish(tooMany())
    pieces.push(chunk)
  }
  const onEnd = () => finish(pieces.take())
  const cancelTimer = clock.after(limits.patienceMs, () => finish(tooSlow()))
  request.on('data', onData)
  request.on('end', onEnd)
  return { result: promise, cancel: finish }
}

/** Why a body that says how long it is won't be taken; null where it may come. */
export function refuseLength(length: string | null, most: number): Problem | null {
  return length !== null && Number(length) > most ? tooLarge(most) : null
}

export const tooLarge = (most: number) =>
  problem('request_too_large', `The request body is over ${Math.floor(most / 1_048_576)} MB.`)
export const tooMany = () =>
  problem('too_many_calls', 'Too many large requests are under way.', { retryAfterMs: 1_000 })
export const tooSlow = () => problem('invalid_request', 'The request body did not come in time.', { status: 408 })
