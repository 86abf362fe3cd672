import { randomUUID } from 'node:crypto'
import type { IssuedLocalKey, NewLocalKey } from '../../../../contract/local-keys.ts'
import { refuseChoices, withChoices } from './choice-rules.ts'
import type { LocalKeyParts } from './local-key-parts.ts'
import type { LocalKeyRecord } from './local-key-record.ts'
import { hashOf, localKeyText } from './local-key-text.ts'

/** Makes local keys. The text goes to the page once, in the answer, and is kept nowhere. */
export class LocalKeyCreating {
  readonly #parts: LocalKeyParts

  constructor(parts: LocalKeyParts) {
    this.#parts = parts
  }

  create(input: NewLocalKey): IssuedLocalKey {
    const { records, register, audit, view, issue, changed, clock, vault } = this.#parts
    const text = localKeyText()
    const record = withChoices({ ...EMPTY, id: randomUUID(), createdAt: clock.now(), ...partsOf(text) }, input)
    try {
      refuseChoices(record, null, { vault, now: clock.now(), text })
      records.write(() => {
        records.insert(record)
        audit.record('local_key_created', record)
      })
    } catch (error) {
      audit.refusedCreate(record, error)
      throw error
    }
    register.put(record)
    changed(record.id)
    return { key: view(record), ticket: issue(text), shownOnce: text }
  }
}

/** What is kept of a text. */
export const partsOf = (text: string): Pick<LocalKeyRecord, 'hash' | 'last4'> => ({
  hash: hashOf(text),
  last4: text.slice(-4),
})

const EMPTY: LocalKeyRecord = {
  id: '',
  hash: '',
  last4: '',
  name: '',
  environmentId: '',
  accountType: 'free',
  requestsPerMinute: null,
  modelTiers: null,
  models: null,
  vaultKeyIds: null,
  allowsFiles: false,
  monthlyBudget: null,
  expiresAt: null,
  createdAt: 0,
  regeneratedAt: null,
  revokedAt: null,
  lastUsedAt: null,
  lastClient: null,
  deletedAt: null,
}
