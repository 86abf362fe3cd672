import type { z } from 'zod'
import type { CallError } from '../../contract/call-error.ts'
import type { SecretStoreReason, SecretStoreState } from '../../contract/secret-store.ts'

/** The declared errors of the contract's `procedure`, with the data that each carries. */
export interface ErrorData {
  NOT_FOUND: { what: string; id: string }
  CONFLICT: { reason: string }
  INVALID: { field: string; reason: string }
  STORE_UNAVAILABLE: { state: z.infer<typeof SecretStoreState>; reason: z.infer<typeof SecretStoreReason> }
  CALL_FAILED: CallError
}

/** What the core throws on purpose. `rpc/` turns it into the contract's typed error; anything else is a bug. */
export class KeydeckError<Code extends keyof ErrorData = keyof ErrorData> extends Error {
  readonly code: Code
  readonly data: ErrorData[Code]

  constructor(code: Code, data: ErrorData[Code]) {
    super(code)
    this.name = 'KeydeckError'
    this.code = code
    this.data = data
  }
}

/** Shorthand for the commonest one. */
export const notFound = (what: string, id: string) => new KeydeckError('NOT_FOUND', { what, id })
