import type { LocalKey, NewLocalKey } from '../../contract/local-keys.ts'
import type { LocalGrant } from '../../main/core/gateway/gateway-types.ts'
import { createLocalKeys, type LocalKeysDomain } from '../../main/core/gateway/local-keys/create-local-keys.ts'
import { VaultFixture } from './vault-fixture.ts'

/** Local keys over a real vault and a real database file; `restart` opens the same file as the next process would. */
export class LocalKeysFixture {
  readonly vault: VaultFixture
  /** What the calls domain says of each local key. */
  readonly spent = new Map<string, number>()
  readonly usage = new Map<string, Pick<LocalKey, 'calls30d' | 'tokens30d' | 'cost30d'>>()
  /** Texts that got a ticket. */
  readonly issued: string[] = []
  domain: LocalKeysDomain

  constructor(vault = new VaultFixture()) {
    this.vault = vault
    this.domain = this.#open()
  }

  get keys() {
    return this.domain.localKeys
  }

  get keyring() {
    return this.domain.keyring
  }

  get clock() {
    return this.vault.clock
  }

  /** What `create` takes, in the environment of this name. */
  newKey({ environment = 'Development', ...rest }: Partial<NewLocalKey> & { environment?: string } = {}): NewLocalKey {
    return { name: 'Editor', environmentId: this.vault.environment(environment).id, accountType: 'pro', ...rest }
  }

  create(fields: Parameters<LocalKeysFixture['newKey']>[0] = {}): { id: string; text: string; grant: LocalGrant } {
    const { key, shownOnce } = this.keys.create(this.newKey(fields))
    return { id: key.id, text: shownOnce, grant: this.grant(shownOnce) }
  }

  grant(text: string): LocalGrant {
    const verdict = this.keyring.find(text)
    if (verdict.kind !== 'active') throw new Error(`The local key is ${verdict.kind}.`)
    return verdict.grant
  }

  key(id: string): LocalKey {
    const key = this.keys.list().find((one) => one.id === id)
    if (!key) throw new Error(`no local key ${id}`)
    return key
  }

  async restart(): Promise<void> {
    this.domain.close()
    await this.vault.restart()
    this.domain = this.#open()
  }

  /** As a process that was killed: nothing that waits is written. */
  async crash(): Promise<void> {
    await this.vault.restart()
    this.domain = this.#open()
  }

  async remove(): Promise<void> {
    this.domain.close()
    await this.vault.remove()
  }

  #open(): LocalKeysDomain {
    const { database, clock, log, events, vault } = this.vault
    return createLocalKeys({
      database,
      vault: vault.forGateway,
      usage: {
        usageByLocalKey: () => this.usage,
        spending: { localKeyMonthToDate: (id) => this.spent.get(id) ?? 0 },
      },
      issue: (text) => `ticket ${this.issued.push(text)}`,
      clock,
      log,
      events,
    })
  }
}
