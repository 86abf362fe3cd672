import { keptResponse, type ResponseRegister } from '../../door/response-port.ts'
import type { Candidate, LocalGrant } from '../gateway-types.ts'
import { type Problem, problem } from './problem.ts'

/** What a request says of a response that a provider keeps. */
interface Asked {
  method: string
  path: string
  /** The body's `previous_response_id`. */
  previous: string | null
}

/** The vault keys behind the responses that a request names: none where it names none, or why it may not have them. */
export function ownResponses(
  responses: Pick<ResponseRegister, 'madeBy'>,
  grant: LocalGrant,
  { method, path, previous }: Asked,
): string[] | Problem {
  const inPath = keptResponse(method, path)
  const ids = [inPath, previous].filter((id) => id !== null)
  const keyIds: string[] = []
  for (const id of ids) {
    const own = responses.madeBy(id).filter(({ localKeyId }) => localKeyId === grant.id)
    if (own.length === 0) return notFound(grant, id === inPath ? null : 'previous_response_id')
    keyIds.push(...own.map(({ keyId }) => keyId))
  }
  return keyIds
}

/** With the vault key that made a response first: another may belong to another account. */
export function madeFirst(
  candidates: readonly [Candidate, ...Candidate[]],
  keyIds: readonly string[],
): readonly [Candidate, ...Candidate[]] {
  const maker = candidates.find(({ keyId }) => keyIds.includes(keyId))
  return maker ? [maker, ...candidates.filter((candidate) => candidate !== maker)] : candidates
}

/** The same whether another local key made it or nobody did: whoever guesses learns nothing. */
const notFound = ({ name }: LocalGrant, param: string | null) =>
  problem('response_not_found', `The local key "${name}" has made no such response through this gateway.`, { param })
