import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DELETE_UNDO_MS } from '../../contract/keys.ts'
import { AnsweringDoor } from './answering-door.ts'
import { FaultyStore } from './faulty-store.ts'
import { freshSecret, VaultFixture } from './vault-fixture.ts'

/** The secrets of a scenario by what they are called in it, kept in its folder for whoever looks at it afterwards. */
type Secrets = Record<'old' | 'new' | 'next', string>

/** One act of a key's life, to be broken at each of its steps. */
export interface Scenario {
  /** What is there before; nothing goes wrong in it. */
  prepare(stage: Stage): Promise<void>
  act(stage: Stage): Promise<void>
  /** What may be true of the key afterwards: the names of the secrets that it may work with, or `gone` or `revoked`. */
  outcomes: readonly (keyof Secrets | 'gone' | 'revoked')[]
  /** The row in the audit that is there exactly where the last outcome came true. */
  audited: string
}

/** A vault with one key in it, in a folder that outlives the process. */
export class Stage extends VaultFixture {
  readonly secrets: Secrets

  constructor(folder: string) {
    super(folder, new FaultyStore(folder))
    this.door = new AnsweringDoor()
    this.secrets = readSecrets(folder)
  }

  get id(): string {
    return String(this.database.get(`SELECT id FROM vault_key WHERE name = 'Key'`)?.['id'] ?? '')
  }

  async addKey(): Promise<void> {
    await this.add({ name: 'Key', secret: this.secrets.old })
  }

  /** From the secret in use to one of these, so that the old one is kept. */
  async regenerate(to: keyof Secrets): Promise<void> {
    await this.vault.keys.regenerate.start(this.id, this.secrets[to])
    this.vault.keys.regenerate.swap(this.id, true)
  }

  /** What became of the key, in the words of `Scenario.outcomes`. */
  async outcome(): Promise<string> {
    const key = this.vault.keys.list().find((one) => one.name === 'Key')
    if (!key) return 'gone'
    if (key.status === 'revoked') return 'revoked'
    const secret = await this.secretOf(key.id)
    return Object.entries(this.secrets).find(([, value]) => value === secret)?.[0] ?? 'no secret'
  }

  /** Brings rows and secrets together on a later day, when every undo window is over. */
  async settle(): Promise<void> {
    this.clock.advance(DELETE_UNDO_MS * 2)
    await this.vault.reconcile()
  }

  /** Rows that are neither whole nor gone. */
  unfinished(): string[] {
    const rows = this.database.all(
      `SELECT 'key ' || secret_state AS state FROM vault_key WHERE secret_state NOT IN ('stored', 'none')
         OR deleted_at IS NOT NULL
       UNION ALL SELECT 'spare ' || secret_state FROM spare_secret WHERE secret_state <> 'stored'`,
    )
    return rows.map((row) => String(row['state']))
  }
}

/** Every act that touches a secret or its environment. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  add: {
    prepare: async (stage) => void (await stage.add({ name: 'Other' })),
    act: (stage) => stage.addKey(),
    outcomes: ['gone', 'old'],
    audited: 'key_added',
  },
  'enter and swap': {
    prepare: (stage) => stage.addKey(),
    act: (stage) => stage.regenerate('new'),
    outcomes: ['old', 'new'],
    audited: 'secret_swapped',
  },
  'enter another, which replaces the one that waits': {
    async prepare(stage) {
      await stage.addKey()
      await stage.vault.keys.regenerate.start(stage.id, stage.secrets.new)
    },
    act: (stage) => stage.regenerate('next'),
    outcomes: ['old', 'new', 'next'],
    audited: 'secret_swapped',
  },
  undo: {
    async prepare(stage) {
      await stage.addKey()
      await stage.regenerate('new')
    },
    async act(stage) {
      stage.vault.keys.regenerate.undo(stage.id)
      await stage.vault.reconcile()
    },
    outcomes: ['new', 'old'],
    audited: 'secret_swap_undone',
  },
  'let the old secret go': {
    async prepare(stage) {
      await stage.addKey()
      await stage.regenerate('new')
    },
    async act(stage) {
      stage.vault.keys.regenerate.confirmRevoked(stage.id)
      await stage.vault.reconcile()
    },
    outcomes: ['new'],
    audited: '',
  },
  move: {
    prepare: (stage) => stage.addKey(),
    async act(stage) {
      stage.vault.keys.update(stage.id, { environmentId: stage.environment('Staging').id })
    },
    outcomes: ['old'],
    audited: '',
  },
  'revoke with its secrets': {
    async prepare(stage) {
      await stage.addKey()
      await stage.regenerate('new')
      await stage.vault.keys.regenerate.start(stage.id, stage.secrets.next)
    },
    async act(stage) {
      stage.vault.keys.revoke(stage.id, true)
      await stage.vault.reconcile()
    },
    outcomes: ['new', 'revoked'],
    audited: 'key_revoked',
  },
  delete: {
    async prepare(stage) {
      await stage.addKey()
      await stage.regenerate('new')
      await stage.vault.keys.regenerate.start(stage.id, stage.secrets.next)
    },
    async act(stage) {
      stage.vault.keys.delete(stage.id)
      await stage.settle()
    },
    outcomes: ['new', 'gone'],
    audited: 'key_deleted',
  },
}

/** What of a vault is watched. */
type Watched = Pick<VaultFixture, 'database' | 'store'>

/** One step of an act, as it can be seen from outside: a transaction, or something asked of the store. */
export interface Step {
  index: number
  kind: 'database' | 'store'
  moment: 'before' | 'inside' | 'after'
  /** Before the store acts: what it is about to do. */
  act?: () => void
  /** After it wrote: the item. */
  written?: string
}

/** Tells each step of an act in turn; what is thrown then, the step throws. Answers how many there were so far. */
export function watchSteps(stage: Watched, onStep: (step: Step) => void): () => number {
  let index = -1
  // The store takes its time: other steps may begin before one of its own is done.
  const begun = new Map<() => void, number>()
  stage.database.onWrite = (moment) => {
    if (moment === 'before') index += 1
    onStep({ index, kind: 'database', moment })
  }
  stage.store.onStep = (_step, act) => {
    index += 1
    begun.set(act, index)
    onStep({ index, kind: 'store', moment: 'before', act })
  }
  stage.store.onStepDone = (step, act, recordId) => {
    const written = step === 'write' ? { written: recordId } : {}
    onStep({ index: begun.get(act) ?? index, kind: 'store', moment: 'after', ...written })
  }
  return () => index + 1
}

/** From now on nothing is told, as in preparation and afterwards. */
export function stopWatching(stage: Watched): void {
  stage.database.onWrite = () => {}
  stage.store.onStep = () => {}
  stage.store.onStepDone = () => {}
}

function readSecrets(folder: string): Secrets {
  const file = join(folder, 'scenario.json')
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Secrets
  } catch {
    const secrets: Secrets = { old: freshSecret(), new: freshSecret(), next: freshSecret() }
    writeFileSync(file, JSON.stringify(secrets))
    return secrets
  }
}
