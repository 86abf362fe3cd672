import type { Environment } from '../../../../contract/environments.ts'
import type { Provider } from '../../../../contract/providers.ts'
import type { EnvironmentChanges } from '../environment-changes.ts'
import type { Environments } from '../environments.ts'
import { foldedName } from '../folded-name.ts'
import type { ProviderEdits } from '../providers/provider-edits.ts'
import type { Providers } from '../providers/providers.ts'
import type { BundleContent, EnvironmentEntry } from './bundle-content.ts'
import { refuseBundle } from './bundle-refusal.ts'
import { uniqueName } from './unique-name.ts'

interface PlacesOptions {
  environments: Environments
  environmentChanges: Pick<EnvironmentChanges, 'add'>
  providers: Providers
  providerEdits: Pick<ProviderEdits, 'read' | 'insert'>
}

/** A provider of a bundle, read as if it had been typed, and the preset that it came from. */
export interface BundleProvider {
  readonly preset: string
  readonly described: Provider
}

/** Finds the providers and environments of a bundle in this vault, and makes those that it lacks. */
export class BundlePlaces {
  readonly #options: PlacesOptions

  constructor(options: PlacesOptions) {
    this.#options = options
  }

  /** Throws INVALID where one of them could not have been typed in. */
  readProviders({ providers }: BundleContent): BundleProvider[] {
    try {
      return providers.map(({ preset, ...fields }) => ({
        preset,
        described: this.#options.providerEdits.read(fields),
      }))
    } catch {
      throw refuseBundle('bad_content')
    }
  }

  /** Only one with the same base URL: a secret never goes to another address than the one it was exported with. */
  findProvider({ preset, described }: BundleProvider): Provider | undefined {
    const sameAddress = this.#options.providers.list().filter(({ baseUrl }) => baseUrl === described.baseUrl)
    return sameAddress.find((one) => one.preset === preset) ?? sameAddress[0]
  }

  findEnvironment({ name }: EnvironmentEntry): Environment | undefined {
    return this.#options.environments.list().find((one) => foldedName(one.name) === foldedName(name))
  }

  /** As found, or made. */
  provider(wanted: BundleProvider): Provider {
    const found = this.findProvider(wanted)
    if (found) return found
    const { providers, providerEdits } = this.#options
    const taken = providers.list().map(({ name }) => name)
    const { described } = wanted
    return providerEdits.insert({ ...described, name: uniqueName(described.name, taken) })
  }

  /** As found, or made. */
  environment(entry: EnvironmentEntry): Environment {
    return this.findEnvironment(entry) ?? this.#options.environmentChanges.add(entry)
  }
}
