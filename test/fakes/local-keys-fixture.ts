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

  /** A vault key whose provider lists these models, asked so long ago; none at all where the list never came. */
  async vaultKey(
    fields: Parameters<VaultFixture['add']>[0] & { models?: readonly string[]; ageMs?: number } = {},
  ): Promise<string> {
    const { models, ageMs = 0, ...rest } = fields
    const { id } = await this.vault.add(rest)
    // Keys that are made in one moment have no order but by their ids.
    this.clock.advance(1)
    if (models) {
      const at = this.clock.now() - ageMs
      this.vault.database.run(
        'INSERT INTO model_list (key_id, models, fetched_at) VALUES (?, ?, ?)',
        id,
        JSON.stringify(models),
        at,
      )
      this.vault.events.emit({ type: 'keys', id })
    }
    return id
  }

  /** Where a call goes: names of vault keys and models, in order; or the code that it is refused with. */
  async route(grant: LocalGrant, model: string | null): Promise<string[] | string> {
    const route = await this.keyring.route(grant, model)
    if (route.kind === 'refused') return route.code
    return route.candidates.map((one) => `${this.vault.key(one.keyId).name}: ${one.model}`)
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
    const { database, ends, clock, log, events, vault } = this.vault
    return createLocalKeys({
      database,
      ends,
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

/** Every act of a local key's life, on the only one there is; `restore` on one that was just deleted. */
export const localKeyActs: Readonly<Record<string, (fixture: LocalKeysFixture) => void>> = {
  create: (fixture) => fixture.create({ name: 'Second' }),
  change: (fixture) => fixture.keys.update(theOne(fixture), { name: 'Agent', models: ['gpt-*'], monthlyBudget: 5 }),
  regenerate: (fixture) => fixture.keys.regenerate(theOne(fixture)),
  revoke: (fixture) => fixture.keys.revoke(theOne(fixture)),
  delete: (fixture) => fixture.keys.delete(theOne(fixture)),
  restore: (fixture) => fixture.keys.restore(theOne(fixture)),
}

const theOne = ({ vault }: LocalKeysFixture) => String(vault.database.get('SELECT id FROM local_key')?.['id'])
