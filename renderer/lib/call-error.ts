import type { CallError, CallErrorCode } from '../../contract/call-error.ts'
import { errorHints } from '../strings/en/errors.ts'

/** Our hint as a sentence for a failed call; null where we have nothing to add. */
export function hintFor(error: Pick<CallError, 'code' | 'hint'>): string | null {
  const key = error.hint ?? error.code
  return key in errorHints ? errorHints[key as CallErrorCode] : null
}
