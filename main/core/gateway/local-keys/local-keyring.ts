import type { LocalGrant, LocalKeyring } from '../gateway-types.ts'
import { effectiveLimit } from './choice-rules.ts'
import type { LocalKeyRegister } from './local-key-register.ts'
import type { LocalKeyUses } from './local-key-uses.ts'
import type { ModelListing } from './model-listing.ts'
import type { ModelRouting } from './model-routing.ts'
import type { RequestLimits } from './request-limits.ts'
import type { LocalKeyUsage } from './viewing.ts'

interface LocalKeyringParts {
  register: LocalKeyRegister
  routing: ModelRouting
  listing: ModelListing
  limits: RequestLimits
  uses: LocalKeyUses
  spending: LocalKeyUsage['spending']
  onEnded: LocalKeyring['onEnded']
}

/** What the server asks of the local keys. A grant is only a name here: what counts is the record of this moment. */
export function localKeyring(parts: LocalKeyringParts): LocalKeyring {
  const { register, routing, listing, limits, uses, spending } = parts
  const recordOf = ({ id }: LocalGrant) => register.find(id)
  return {
    find: (text) => register.verdict(text),
    route(grant, model) {
      const record = recordOf(grant)
      return record ? routing.route(record, model) : goneWhileAsked(grant)
    },
    async models(grant) {
      const record = recordOf(grant)
      return record ? listing.list(record) : []
    },
    hasBudget(grant) {
      const budget = recordOf(grant)?.monthlyBudget ?? null
      return budget === null || spending.localKeyMonthToDate(grant.id) < budget
    },
    take(grant) {
      const record = recordOf(grant)
      return limits.take(grant.id, record ? effectiveLimit(record) : 0)
    },
    used: (id, at, client) => uses.note(id, at, client),
    onEnded: parts.onEnded,
  }
}

/** Deleted between two steps of one request: to its client, as if it had come a moment later. */
const goneWhileAsked = ({ name }: LocalGrant) =>
  ({ kind: 'refused', code: 'key_revoked', message: `The local key "${name}" is gone.` }) as const
