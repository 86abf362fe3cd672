import { freshSecret } from '../fakes/vault-fixture.ts'
import type { FaultProvider } from '../faults/fault-provider.ts'
import { type Client, type Comparison, type ComparisonOptions, compare } from './comparison.ts'
import { type Endpoint, type GatewayFixture, startGateway } from './gateway-fixture.ts'
import { startProviderDouble } from './provider-double.ts'

/** A provider and a gateway before it: the same client code can go either way. */
export interface Pair {
  provider: FaultProvider
  secret: string
  gateway: GatewayFixture
  /** The provider itself, with the secret that the gateway uses too. */
  direct: Endpoint
  both<Result>(work: (client: Client) => Promise<Result>, options?: ComparisonOptions): Promise<Comparison<Result>>
  close(): Promise<void>
}

/** Starts both. */
export async function startPair(): Promise<Pair> {
  const secret = freshSecret()
  const provider = await startProviderDouble(secret)
  const gateway = await startGateway({ baseUrl: provider.baseUrl, secret })
  const direct = { baseUrl: provider.baseUrl, apiKey: secret }
  return {
    provider,
    secret,
    gateway,
    direct,
    both: (work, options) => compare({ provider, direct, through: gateway }, work, options),
    async close() {
      await gateway.close()
      await provider.close()
    },
  }
}

/** Every item of a stream. */
export async function gather<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const gathered: Item[] = []
  for await (const one of items) gathered.push(one)
  return gathered
}
