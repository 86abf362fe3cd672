import { type NewProvider, Provider, type ProviderChanges, type ProxyChoice } from '../../../../contract/providers.ts'
import { parseProxy } from '../../door/proxy-address.ts'
import { KeydeckError } from '../../keydeck-error.ts'
import { parseBaseUrl } from './base-url.ts'
import { readCaPem } from './certificate.ts'
import type { HeaderRules } from './header-rules.ts'
import { customTierRules } from './presets.ts'
import { shippedAs, unset } from './provider-row.ts'

/** A provider that a person described. Throws INVALID for what can't be one. */
export function createdFrom(input: NewProvider & ProviderChanges, id: string, headerRules: HeaderRules): Provider {
  const bare: Provider = {
    ...unset,
    id,
    preset: 'custom',
    name: input.name,
    monogram: '?',
    baseUrl: input.baseUrl,
    keyPrefix: '',
    variable: '',
    dashboardUrl: null,
    needsKey: true,
    tierRules: [...customTierRules],
    prices: [],
  }
  return changedBy(bare, input, headerRules)
}

/** The provider with what the person changed, each field in the one form in which it is kept. Throws INVALID. */
export function changedBy(before: Provider, changes: ProviderChanges, headerRules: HeaderRules): Provider {
  const after: Provider = { ...before }
  if (changes.name !== undefined) after.name = changes.name
  if (changes.baseUrl !== undefined) after.baseUrl = parseBaseUrl(changes.baseUrl).baseUrl
  if (changes.keyPrefix !== undefined) after.keyPrefix = readKeyPrefix(changes.keyPrefix)
  if (changes.variable !== undefined) after.variable = changes.variable
  if (changes.dashboardUrl !== undefined) after.dashboardUrl = readDashboardUrl(changes.dashboardUrl)
  if (changes.needsKey !== undefined) after.needsKey = changes.needsKey
  if (changes.headers !== undefined) after.headers = headerRules.read(changes.headers, after)
  if (changes.proxy !== undefined) after.proxy = readProxy(changes.proxy)
  if (changes.tierRules !== undefined) after.tierRules = changes.tierRules
  if (changes.prices !== undefined) after.prices = changes.prices
  if (changes.caPem !== undefined) after.caPem = readCaPem(changes.caPem)
  const shipped = shippedAs(after.preset)
  after.monogram = shipped?.name === after.name ? shipped.monogram : monogramOf(after.name)
  refuseUnreadable(after)
  return after
}

/** An address grows when it is written in one way, letter by letter; what could not be read back is not stored. */
function refuseUnreadable(provider: Provider): void {
  const issue = Provider.safeParse(provider).error?.issues[0]
  if (issue) throw new KeydeckError('INVALID', { field: String(issue.path[0]), reason: 'too_long' })
}

/** Two words give their initials, one word its first two letters. */
export function monogramOf(name: string): string {
  const [first = '?', second] = name.match(/[\p{L}\p{N}]+/gu) ?? []
  const [one = '?', two = ''] = first.match(/./gu) ?? []
  const tail = second?.match(/./u)?.[0] ?? two
  return one.length + tail.length <= 2 ? one + tail : one
}

function readKeyPrefix(prefix: string): string {
  if (!/^[\x21-\x7e]*$/.test(prefix)) throw new KeydeckError('INVALID', { field: 'keyPrefix', reason: 'non_ascii' })
  return prefix
}

function readDashboardUrl(text: string | null): string | null {
  if (text === null || text === '') return null
  const url = URL.canParse(text) ? new URL(text) : null
  if (url?.protocol !== 'https:' || url.username || url.password) {
    throw new KeydeckError('INVALID', { field: 'dashboardUrl', reason: 'not_https' })
  }
  return url.href
}

function readProxy(choice: ProxyChoice): ProxyChoice {
  if (choice.mode !== 'url') return choice
  const { address, refusal } = parseProxy(choice.url)
  if (address === null) throw new KeydeckError('INVALID', { field: 'proxy', reason: refusal })
  return { mode: 'url', url: address }
}
