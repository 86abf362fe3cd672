import { json } from '../faults/answers.ts'
import { type Fault, type FaultProvider, startFaultProvider } from '../faults/fault-provider.ts'
import { answerOf, failure } from './answers.ts'

/** A provider that lets only `secret` in, answers every endpoint with fixed bytes, and can be told to fail instead. */
export function startProviderDouble(secret: string): Promise<FaultProvider> {
  return startFaultProvider(usual(secret))
}

/** What it does when nothing else was asked of it: `always` takes it back to this. */
export function usual(secret: string): Fault {
  return (exchange) => {
    const { request } = exchange
    if (request.headers.authorization === `Bearer ${secret}`) return answerOf(request)(exchange)
    return json(failure('Incorrect API key provided.', 'invalid_api_key'), 401)(exchange)
  }
}
