import { QueryClientProvider } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { orpc, queryClient } from '../../../lib/client.ts'
import type { SecretStoreStatus } from '../../../lib/use-secret-store.ts'
import { accessibilityFaults } from '../../../testing/axe.ts'
import { render } from '../../../testing/render.tsx'
import { sampleEnvironments, sampleKey, sampleProvider } from '../../../testing/sample-rows.ts'
import type { KeyRow } from '../types.ts'
import { WhereIsMyKey } from './where-is-my-key.tsx'

const store: SecretStoreStatus = {
  kind: 'os-keychain',
  state: 'ready',
  reason: 'none',
  place: 'Secret Service',
  keychainAvailable: true,
  sentinelReadAt: 1_700_000_000_000,
  interruptedMove: null,
}

async function textOf(status: Partial<SecretStoreStatus>, key: Parameters<typeof sampleKey>[0] = {}): Promise<string> {
  queryClient.setQueryData(orpc.secretStore.status.queryKey(), { ...store, ...status })
  const row = { key: sampleKey(key), provider: sampleProvider, environment: sampleEnvironments[0] } as KeyRow
  await render(
    <QueryClientProvider client={queryClient}>
      <WhereIsMyKey row={row} />
    </QueryClientProvider>,
  )
  await expect.element(page.getByRole('heading', { name: 'Where is my key?' })).toBeVisible()
  expect(await accessibilityFaults()).toEqual([])
  return document.body.textContent
}

test.each([
  [{ kind: 'os-keychain' }, /system keychain \(Secret Service\)/],
  [{ kind: 'encrypted-file', place: '/data/secrets.keydeck' }, /encrypted file \/data\/secrets\.keydeck/],
  [{ kind: 'memory', place: 'memory' }, /In memory only/],
] as const)('names the store that is in charge: %j', async (status, words) => {
  const text = await textOf(status)
  expect(text).toMatch(words)
  expect(text).not.toContain('may hold a copy')
})

test('says of a secret that the store has not that it is not there, and not where it would be sent', async () => {
  const text = await textOf({}, { trouble: 'missing' })
  expect(text).toContain('holds nothing under the id of this key')
  expect(text).not.toMatch(/In the system keychain|Sent only to/)
})

test('says of a secret that was put into another store that it is not in this one', async () => {
  const text = await textOf({}, { trouble: 'mismatch' })
  expect(text).toContain('it was put into another one')
  expect(text).not.toContain('In the system keychain')
})

test('says that a second copy may lie elsewhere while a move is unfinished', async () => {
  const interruptedMove = { to: 'encrypted-file', phase: 'copying', running: false } as const
  expect(await textOf({ interruptedMove })).toContain('the other store may hold a copy too')
})
