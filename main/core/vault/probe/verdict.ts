import type { CallError } from '../../../../contract/call-error.ts'
import type { Feature } from '../../../../contract/providers.ts'

/** What a failed call says of a feature, and whether it says the same of every other one. */
export interface Verdict {
  state: 'no' | 'unclear' | 'skipped'
  /** No further call can tell anything: the key is refused, or there is no way there. */
  ends: boolean
}

const no: Verdict = { state: 'no', ends: false }
const unclear: Verdict = { state: 'unclear', ends: false }
const refusedKey: Verdict = { state: 'unclear', ends: true }

const aboutTheKey = new Set<CallError['code']>(['invalid_api_key', 'missing_api_key', 'key_revoked', 'budget_exceeded'])
const noWayThere = new Set<CallError['code']>(['upstream_unreachable', 'upstream_tls', 'upstream_proxy'])

/** A path, or a way to ask, that the server has never heard of. */
const notThere = new Set<number | null>([404, 405, 410, 501])

/** How providers say that they have never heard of something. */
const unknownWords =
  /\b(unknown|unsupported|unrecogni[sz]ed|not[ _](supported|found|implemented|available|allowed)|no such|invalid (url|path|route|endpoint)|extra inputs|unexpected (field|keyword|parameter)|does(n't| not) (support|exist))/i

/** Judges a call that brought no success. `hasBase`: what the feature is added to works with the same model. */
export function judgeError(feature: Feature, error: CallError, hasBase: boolean): Verdict {
  // Nothing left: Keydeck itself refused, and would refuse the rest.
  if (error.layer === 'vault' || error.layer === 'policy' || error.layer === 'keydeck') {
    return { state: 'skipped', ends: true }
  }
  if (error.layer === 'network') return { state: 'unclear', ends: noWayThere.has(error.code) }
  if (aboutTheKey.has(error.code) || error.status === 401) return refusedKey
  // A key may be kept from listing models, and still be good for everything else.
  if (error.status === 403) return feature === 'models' ? no : refusedKey
  return judgeStatus(feature, error, hasBase)
}

function judgeStatus(feature: Feature, error: CallError, hasBase: boolean): Verdict {
  if (notThere.has(error.status)) {
    // A model that isn't there tells nothing of the endpoint; a list of models is asked for without one.
    return error.code === 'model_not_found' && feature !== 'models' && !hasBase ? unclear : no
  }
  if (error.status === 400 || error.status === 422) {
    if (hasBase && feature !== 'responses') return no
    return unknownWords.test(error.providerMessage ?? '') && error.code !== 'model_not_found' ? no : unclear
  }
  // A whole answer where a stream was asked for.
  const isStreamed = feature === 'streaming' || feature === 'stream_usage'
  return isStreamed && error.code === 'upstream_malformed' ? no : unclear
}
