import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { NewProvider, Provider, ProviderChanges } from '../../../../contract/providers.ts'
import { bindingOf } from '../../door/binding.ts'
import type { EventBus } from '../../event-bus.ts'
import { KeydeckError } from '../../keydeck-error.ts'
import type { Log } from '../../ports.ts'
import type { Audit } from '../audit/audit-log.ts'
import { recordRefusal } from '../keys/key-audit.ts'
import type { SecretInText } from '../keys/secret-in-text.ts'
import { parseBaseUrl } from './base-url.ts'
import type { HeaderRules } from './header-rules.ts'
import { changedBy, createdFrom } from './provider-fields.ts'
import { fromPreset, shippedAs } from './provider-row.ts'
import type { Providers } from './providers.ts'

interface ProviderEditsOptions {
  providers: Providers
  headerRules: HeaderRules
  texts: SecretInText
  /** Must be called after every change: the next call looks its key up again. */
  forgetPassports: () => void
  audit: Audit
  log: Log
  events: EventBus
}

/** What a person does to providers: each act on record, in one transaction with its row, and each refusal as well. */
export class ProviderEdits {
  readonly #options: ProviderEditsOptions

  constructor(options: ProviderEditsOptions) {
    this.#options = options
  }

  add(input: NewProvider & ProviderChanges): Provider {
    try {
      this.#refuseSecrets(input)
      return this.insert(createdFrom(input, randomUUID(), this.#options.headerRules))
    } catch (error) {
      const { audit, log } = this.#options
      recordRefusal(error, log, (detail) => {
        // A secret in the wrong field is what was refused here, and that field may be the name.
        const subject = detail['reason'] === 'holds_secret' ? '' : input.name
        audit.record({ action: 'add_refused', subject, providerName: subject, detail })
      })
      throw error
    }
  }

  /** One with every field given, as it would be put in. Throws INVALID for what can't be one. */
  read(fields: NewProvider & Required<ProviderChanges>): Provider {
    const { headerRules } = this.#options
    this.#refuseSecrets(fields)
    return changedBy(createdFrom(fields, randomUUID(), headerRules), fields, headerRules)
  }

  /** Puts in one that is ready as it is. */
  insert(provider: Provider): Provider {
    const { providers, audit } = this.#options
    providers.write(() => {
      providers.add(provider)
      audit.record({ action: 'provider_added', subject: provider.name, providerName: provider.name })
    })
    this.#changed(provider.id)
    return provider
  }

  /** Only what is given changes. A new address, or a proxy that can read along, makes its keys ask for their secret anew. */
  update(id: string, changes: ProviderChanges): Provider {
    const { headerRules } = this.#options
    return this.#attempt(id, 'update', () => {
      this.#refuseSecrets(changes)
      return this.#write(id, (before) => changedBy(before, changes, headerRules), {})
    })
  }

  /** A preset as Keydeck ships it, under the id that its keys know. */
  shipped(id: string): Provider {
    const preset = shippedAs(this.#options.providers.get(id).preset)
    if (!preset) throw new KeydeckError('CONFLICT', { reason: 'not_a_preset' })
    return fromPreset(preset, id)
  }

  reset(id: string): Provider {
    return this.#attempt(id, 'reset', () => this.#write(id, () => this.shipped(id), { reset: 'yes' }))
  }

  /** Only a custom one, and only without keys: neither a record nor a secret may lose its provider. */
  remove(id: string): { id: string } {
    const { providers, audit } = this.#options
    this.#attempt(id, 'remove', () =>
      providers.write(() => {
        const { preset, name } = providers.get(id)
        if (shippedAs(preset)) throw new KeydeckError('CONFLICT', { reason: 'preset_stays' })
        if (providers.hasKeys(id)) throw new KeydeckError('CONFLICT', { reason: 'provider_has_keys' })
        providers.remove(id)
        audit.record({ action: 'provider_removed', subject: name, providerName: name })
      }),
    )
    this.#changed(id)
    return { id }
  }

  #attempt<Result>(id: string, act: 'update' | 'reset' | 'remove', work: () => Result): Result {
    try {
      return work()
    } catch (error) {
      const { providers, audit, log } = this.#options
      recordRefusal(error, log, (detail) => {
        const name = providers.list().find((provider) => provider.id === id)?.name ?? ''
        audit.record({ action: 'change_refused', subject: name, providerName: name, detail: { act, ...detail } })
      })
      throw error
    }
  }

  #write(id: string, change: (before: Provider) => Provider, detail: Readonly<Record<string, string>>): Provider {
    const { providers, audit, events } = this.#options
    const { fields, asksAnew } = providers.write(() => {
      const before = providers.get(id)
      const after = change(before)
      const fields = changedFields(before, after)
      const hasMoved = fields.includes('baseUrl')
      const asksAnew = hasMoved || bindingOf(before) !== bindingOf(after)
      if (fields.length === 0) return { fields, asksAnew }
      providers.save(after)
      if (hasMoved) providers.moveKeys(id, parseBaseUrl(after.baseUrl))
      audit.record({
        action: 'provider_changed',
        subject: before.name,
        providerName: after.name,
        detail: { ...detail, fields: fields.join(', ') },
      })
      return { fields, asksAnew }
    })
    if (fields.length > 0) this.#changed(id)
    if (asksAnew) events.emit({ type: 'keys' })
    return providers.get(id)
  }

  /** People paste a key where its name, its address or its variable belongs: none of these may lie in the database with it. */
  #refuseSecrets({ name, baseUrl, variable, dashboardUrl, tierRules, prices }: ProviderChanges): void {
    this.#options.texts.refuse({
      name,
      baseUrl,
      variable,
      dashboardUrl,
      tierRules: tierRules?.map((rule) => rule.pattern),
      prices: prices?.map((rule) => rule.pattern),
    })
  }

  #changed(id: string): void {
    this.#options.forgetPassports()
    this.#options.events.emit({ type: 'providers', id })
  }
}

/** Derived, or fixed for good: these are nothing that a person changes. */
const NOT_FIELDS = new Set(['id', 'preset', 'monogram', 'isEdited'])

function changedFields(before: Provider, after: Provider): string[] {
  const later = new Map<string, unknown>(Object.entries(after))
  return Object.entries(before).flatMap(([name, value]) =>
    NOT_FIELDS.has(name) || isDeepStrictEqual(value, later.get(name)) ? [] : [name],
  )
}
