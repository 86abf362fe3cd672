import { DEFAULT_GATEWAY_PORT, GatewayChoices } from '../../../../contract/gateway.ts'
import type { Facts } from '../../settings/facts.ts'

const fact = 'gateway'
const fresh: GatewayChoices = { port: DEFAULT_GATEWAY_PORT, startWithApp: false, waitSeconds: 10 }

/** What the person set for the gateway, kept in the profile. */
export class KeptChoices {
  readonly #facts: Pick<Facts, 'get' | 'set'>
  #current: GatewayChoices

  constructor(facts: Pick<Facts, 'get' | 'set'>) {
    this.#facts = facts
    const kept = GatewayChoices.safeParse(facts.get(fact))
    this.#current = kept.success ? kept.data : fresh
  }

  get current(): GatewayChoices {
    return this.#current
  }

  save(choices: GatewayChoices): void {
    this.#facts.set(fact, choices)
    this.#current = choices
  }
}
