import type { Passports } from '../../door/door-types.ts'
import { keptResponse, type MadeResponse, type ResponseRegister } from '../../door/response-port.ts'
import type { Candidate, LocalGrant } from '../gateway-types.ts'
import { type Problem, problem } from './problem.ts'

/** What a request says of a response that a provider keeps. */
interface Asked {
  method: string
  path: string
  /** The body's `previous_response_id`. */
  previous: string | null
}

/** Who made the responses that a request names: none where it names none; or why it may not have them. */
export function ownResponses(
  responses: Pick<ResponseRegister, 'madeBy'>,
  grant: LocalGrant,
  { method, path, previous }: Asked,
): MadeResponse[] | Problem {
  const inPath = keptResponse(method, path)
  const id = inPath ?? previous
  if (id === null) return []
  const made = responses.madeBy(id)
  return made.some(({ localKeyId }) => localKeyId === grant.id) ? made : notFound(grant, inPath)
}

/**
 * The vault keys that may be asked: the one that made a response first, then others of its provider, which may belong to
 * the same account. What another provider has under the same id, or another local key made, is another response.
 */
export function whereMade(
  candidates: readonly [Candidate, ...Candidate[]],
  made: readonly MadeResponse[],
  grant: LocalGrant,
  { passports, asked }: { passports: Pick<Passports, 'find'>; asked: Asked },
): readonly [Candidate, ...Candidate[]] | Problem {
  if (made.length === 0) return candidates
  const providerOf = (keyId: string) => passports.find(keyId)?.provider.id
  const own = new Set(made.filter(({ localKeyId }) => localKeyId === grant.id).map(({ keyId }) => keyId))
  const foreign = new Set(made.map(({ keyId }) => keyId).filter((keyId) => !own.has(keyId)))
  const providers = new Set([...own].flatMap((keyId) => providerOf(keyId) ?? []))
  const makers = candidates.filter(({ keyId }) => own.has(keyId))
  const others = candidates.filter(
    ({ keyId }) => !own.has(keyId) && !foreign.has(keyId) && providers.has(providerOf(keyId) ?? ''),
  )
  const [first, ...rest] = [...makers, ...others]
  return first ? [first, ...rest] : notFound(grant, keptResponse(asked.method, asked.path))
}

/** The same whether another local key made it or nobody did: whoever guesses learns nothing. */
const notFound = ({ name }: LocalGrant, inPath: string | null) =>
  problem('response_not_found', `The local key "${name}" has made no such response through this gateway.`, {
    param: inPath === null ? 'previous_response_id' : null,
  })
