import type { Provider } from '../../../contract/providers.ts'
import { providers } from '../../strings/en/providers.ts'
import { changedFields, type DraftField, toDraft } from './draft.ts'

const words = providers.reset

/** One field that a reset changes, and its values in words. */
export interface ShippedChange {
  field: DraftField
  now: string
  shipped: string
}

/** What a reset would change, field by field. */
export function shippedChanges(provider: Provider, shipped: Provider): ShippedChange[] {
  return changedFields(toDraft(shipped), provider).map((field) => {
    const now = describe(provider, field)
    const next = describe(shipped, field)
    // Two lists of the same length are told apart by nothing that fits on a line.
    return { field, now, shipped: next === now ? words.others : next }
  })
}

function describe(provider: Provider, field: DraftField): string {
  switch (field) {
    case 'tierRules':
      return words.rules(provider.tierRules.length)
    case 'headers':
    case 'prices':
      return provider[field].length === 0 ? words.empty : words.entries(provider[field].length)
    case 'needsKey':
      return provider.needsKey ? words.yes : words.no
    case 'proxy':
      return provider.proxy.mode === 'url' ? provider.proxy.url : providers.network.modes[provider.proxy.mode]
    case 'caPem':
      return provider.caPem === null ? words.empty : words.one
    case 'name':
    case 'baseUrl':
    case 'keyPrefix':
    case 'variable':
    case 'dashboardUrl':
      return provider[field] || words.empty
  }
}
