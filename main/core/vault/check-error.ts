import type { CallError } from '../../../contract/call-error.ts'
import type { DoorResponse } from '../door/door-types.ts'
import { describeResponseError } from '../door/error-response.ts'

/** Why a provider's answer to a check is no success: its own words where the door read any. */
export function refusedCheck(response: DoorResponse): CallError {
  const described = describeResponseError(response)
  if (described) return { ...described, hint: described.hint ?? described.code }
  return failure('upstream_error', `The provider answered with status ${response.status}.`, response.status)
}

/** The provider said yes, but what came is no list of models. */
export const unreadableList = (status: number): CallError =>
  failure('upstream_malformed', 'The provider answered, but not with a list of models.', status)

/** The provider said yes, and what came proves nothing: another shape, or cut off too early. */
export const inconclusiveAnswer = (status: number): CallError =>
  failure('upstream_malformed', 'The provider answered, and the answer tells neither yes nor no.', status)

/** The provider said yes, and the answer went wrong later. */
export const failedAnswer = (code: CallError['code'], status: number): CallError =>
  failure(code, 'The provider began to answer, and the answer did not come to its end.', status)

/** No answer within the time that a check has. */
export const checkTimedOut: CallError = {
  ...failure('upstream_timeout', 'The provider did not answer in time.', null),
  layer: 'network',
}

function failure(code: CallError['code'], message: string, status: number | null): CallError {
  return {
    layer: 'provider',
    status,
    code,
    message,
    providerMessage: null,
    hint: code,
    requestId: null,
    retryAfterMs: null,
  }
}
