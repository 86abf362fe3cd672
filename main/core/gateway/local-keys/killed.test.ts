import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LocalKeysFixture, localKeyActs } from '../../../../test/fakes/local-keys-fixture.ts'
import { VaultFixture } from '../../../../test/fakes/vault-fixture.ts'

const script = join(import.meta.dirname, '../../../../test/fakes/local-key-child.ts')
const prepared = { active: '', deleted: '' }
let text: string

beforeAll(async () => {
  const fixture = new LocalKeysFixture()
  text = fixture.create().text
  fixture.domain.close()
  await fixture.vault.close()
  prepared.active = fixture.vault.folder
  prepared.deleted = copyOf(prepared.active)
  const second = new LocalKeysFixture(new VaultFixture(prepared.deleted))
  localKeyActs['delete']?.(second)
  second.domain.close()
  await second.vault.close()
})
afterAll(() => {
  for (const folder of Object.values(prepared)) rmSync(folder, { recursive: true })
})

/** What is to be seen of each act once it is done, and before. */
const seen: Record<string, (fixture: LocalKeysFixture) => unknown> = {
  create: ({ keys }) => keys.list().length === 2,
  change: ({ keys }) => keys.list()[0]?.name === 'Agent' && keys.list()[0]?.models?.[0] === 'gpt-*',
  regenerate: ({ keys, keyring }) => keys.list()[0]?.regeneratedAt !== null && keyring.find(text).kind === 'replaced',
  revoke: ({ keys, keyring }) => keys.list()[0]?.status === 'revoked' && keyring.find(text).kind === 'revoked',
  delete: ({ keys, keyring }) => keys.list().length === 0 && keyring.find(text).kind === 'unknown',
  restore: ({ keys, keyring }) => keys.list().length === 1 && keyring.find(text).kind === 'active',
}
const actions: Record<string, string> = {
  create: 'local_key_created',
  change: 'local_key_changed',
  regenerate: 'local_key_regenerated',
  revoke: 'local_key_revoked',
  delete: 'local_key_deleted',
  restore: 'local_key_restored',
}

/** What ends a key, or takes that back, has its line on disk before its transaction begins. */
const isNotedFirst = (act: string) => ['regenerate', 'revoke', 'delete', 'restore'].includes(act)

test.each(Object.keys(localKeyActs).flatMap((act) => ['before', 'inside', 'after'].map((moment) => [act, moment])))(
  'killed with SIGKILL: “%s” %s its transaction is wholly done and written down, or not at all',
  { timeout: 60_000 },
  async (act = '', moment = '') => {
    const folder = copyOf(act === 'restore' ? prepared.deleted : prepared.active)
    const first = new VaultFixture(folder)
    const before = countOf(first, actions[act])
    await first.close()
    const child = spawn(process.execPath, [script, folder, act, moment], { stdio: ['ignore', 'ignore', 'inherit'] })
    const [, signal] = await once(child, 'exit')
    expect(signal).toBe('SIGKILL')
    const fixture = new LocalKeysFixture(new VaultFixture(folder))
    try {
      const isDone = moment === 'after' || isNotedFirst(act)
      expect(seen[act]?.(fixture)).toBe(isDone)
      expect(countOf(fixture.vault, actions[act]) - before).toBe(isDone ? 1 : 0)
    } finally {
      await fixture.remove()
    }
  },
)

function copyOf(folder: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'keydeck-killed-'))
  cpSync(folder, copy, { recursive: true })
  return copy
}

const countOf = (vault: VaultFixture, action: string | undefined) =>
  vault.audit().filter((row) => row.action === action).length
