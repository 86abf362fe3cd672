import type { CallError } from '../../contract/call-error.ts'
import type { CallRecord } from '../../contract/calls.ts'
import { DoorError, type DoorResponse } from '../../main/core/door/door-types.ts'

/** Everything of an answer: what came, and how it ended. */
export interface ReadResponse {
  bytes: Buffer
  text: string
  /** What the body was destroyed with, after all that came; null where it ended. */
  error: CallError | null
  record: CallRecord
}

/** Reads an answer to its end, whichever end that is. */
export async function readResponse(response: DoorResponse): Promise<ReadResponse> {
  const chunks: Buffer[] = []
  let error: CallError | null = null
  try {
    for await (const chunk of response.body) chunks.push(chunk as Buffer)
  } catch (failure) {
    if (!(failure instanceof DoorError)) throw failure
    error = failure.error
  }
  const bytes = Buffer.concat(chunks)
  return { bytes, text: bytes.toString('utf8'), error, record: await response.recorded }
}

/** The `DoorError` that a call is refused with. Throws where it wasn't. */
export async function refusalOf(call: Promise<DoorResponse>): Promise<DoorError> {
  try {
    await call
  } catch (error) {
    if (error instanceof DoorError) return error
    throw error
  }
  throw new Error('The call was not refused.')
}
