import { Feature, type FeatureResult } from '../../contract/providers.ts'
import type { DoorParts } from '../../main/core/door/create-door.ts'
import { type DoorFixture, openDoor, passportFor } from '../faults/door-fixture.ts'
import { endpoint } from '../faults/endpoint.ts'
import { type FaultProvider, startFaultProvider } from '../faults/fault-provider.ts'
import { freshSecret, VaultFixture } from './vault-fixture.ts'

const never = new AbortController().signal

/** A vault with the real door before an endpoint on loopback. */
export class ProbeFixture {
  readonly vault = new VaultFixture()
  readonly provider: FaultProvider
  door: DoorFixture

  constructor(provider: FaultProvider) {
    this.provider = provider
    this.door = this.openDoor()
  }

  static async open(): Promise<ProbeFixture> {
    return new ProbeFixture(await startFaultProvider(endpoint()))
  }

  get providers() {
    return this.vault.vault.providers
  }

  /** The door's own key is what every key of the vault sends. */
  openDoor(parts: Partial<DoorParts> = {}): DoorFixture {
    this.door = openDoor(passportFor('http://127.0.0.1:1/v1'), { passports: this.vault.vault.passports, ...parts })
    this.vault.door = this.door.door
    return this.door
  }

  /** A key of a new provider at that address. */
  async addKey(
    fields: Parameters<VaultFixture['newKey']>[0] = {},
    baseUrl = this.provider.baseUrl,
  ): Promise<{ id: string; providerId: string }> {
    const { id: providerId } = this.providers.add({
      name: `Mine ${this.providers.list().length}`,
      baseUrl,
      keyPrefix: '',
      variable: '',
      dashboardUrl: null,
      needsKey: true,
      caPem: null,
    })
    const input = this.vault.newKey({ accountType: 'enterprise', providerId, ...fields })
    const { key } = await this.vault.vault.keys.add({ ...input, secret: freshSecret() })
    return { id: key.id, providerId }
  }

  async probe(keyId: string, signal = never): Promise<FeatureResult[]> {
    const results: FeatureResult[] = []
    for await (const result of this.start(keyId, signal)) results.push(result)
    return results
  }

  start(keyId: string, signal = never): AsyncGenerator<FeatureResult> {
    return this.providers.probe(keyId, 'fake-1', signal)
  }

  async close(): Promise<void> {
    await this.door.close()
    await this.provider.close()
    await this.vault.remove()
  }
}

/** What was found, without the words that a call is under way. */
export const ended = (results: readonly FeatureResult[]): FeatureResult[] =>
  results.filter(({ state }) => state !== 'running')

/** How each feature ended. */
export const statesOf = (results: readonly FeatureResult[]): Partial<Record<Feature, FeatureResult['state']>> =>
  Object.fromEntries(ended(results).map(({ feature, state }) => [feature, state]))

/** The same for every feature. */
export const allOf = (state: FeatureResult['state']): Partial<Record<Feature, FeatureResult['state']>> =>
  Object.fromEntries(Feature.options.map((feature) => [feature, state]))
