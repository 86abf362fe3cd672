import { QueryClientProvider } from '@tanstack/react-query'
import { beforeEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { SecretStoreStatus, StoreMoveProgress } from '../../../contract/secret-store.ts'
import { accessibilityFaults } from '../../testing/axe.ts'
import { render } from '../../testing/render.tsx'
import { forgetMove } from './store-moving.ts'
import { StoreSettings } from './store-settings.tsx'

const ready: SecretStoreStatus = {
  kind: 'os-keychain',
  state: 'ready',
  reason: 'none',
  place: 'Secret Service',
  keychainAvailable: true,
  sentinelReadAt: 1_700_000_000_000,
  interruptedMove: null,
}
const file = { ...ready, kind: 'encrypted-file', place: '/home/someone/.local/share/keydeck/secrets.keydeck' } as const
const step = (change: Partial<StoreMoveProgress>): StoreMoveProgress => ({
  phase: 'copying',
  done: 0,
  total: 12,
  state: null,
  reason: null,
  unreadable: [],
  ...change,
})

/** What the core answers in a test. Every question and answer goes through the contract's own schemas. */
const core = vi.hoisted(() => ({
  status: null as SecretStoreStatus | null,
  asked: [] as [string, unknown][],
  refuse: null as { code: 'CONFLICT' | 'INVALID' | 'STORE_UNAVAILABLE'; data: unknown } | null,
  steps: [] as { progress: StoreMoveProgress; until?: Promise<void> }[],
}))

vi.mock('../../lib/client.ts', async () => {
  const { QueryClient: Client } = await import('@tanstack/react-query')
  const { createRouterClient, implement, ORPCError } = await import('@orpc/server')
  const { createTanstackQueryUtils } = await import('@orpc/tanstack-query')
  const { contract } = await import('../../../contract/index.ts')
  const os = implement(contract).secretStore
  const statuses = { CONFLICT: 409, INVALID: 422, STORE_UNAVAILABLE: 503 } as const
  const note = (procedure: string, input?: unknown) => {
    core.asked.push([procedure, input])
    if (core.refuse)
      throw new ORPCError(core.refuse.code, {
        status: statuses[core.refuse.code],
        data: core.refuse.data,
        defined: true,
      })
  }
  const answer = (procedure: string) => (input?: unknown) => {
    note(procedure, input)
    return core.status!
  }
  const client = createRouterClient(
    {
      secretStore: {
        status: os.status.handler(() => core.status!),
        retry: os.retry.handler(() => answer('retry')()),
        lock: os.lock.handler(() => answer('lock')()),
        choose: os.choose.handler(({ input }) => answer('choose')(input)),
        giveUpMove: os.giveUpMove.handler(() => answer('giveUpMove')()),
        changePassphrase: os.changePassphrase.handler(({ input }) => answer('changePassphrase')(input)),
        test: os.test.handler(() => ({
          ok: true,
          writeMs: 12,
          readMs: 4,
          deleteMs: 9,
          state: 'ready' as const,
          reason: 'none' as const,
        })),
        move: os.move.handler(async ({ input }) => {
          note('move', input)
          const { steps } = core
          return (async function* () {
            for (const { progress, until } of steps) {
              yield progress
              await until
            }
          })()
        }),
      },
    },
    { context: {} },
  )
  return { client, orpc: createTanstackQueryUtils(client), queryClient: new Client() }
})

beforeEach(() => {
  Object.assign(core, { status: ready, asked: [], refuse: null, steps: [] })
  forgetMove()
})

async function show(status: SecretStoreStatus) {
  core.status = status
  const { queryClient } = await import('../../lib/client.ts')
  queryClient.clear()
  return render(
    <QueryClientProvider client={queryClient}>
      <StoreSettings />
    </QueryClientProvider>,
  )
}

const button = (name: string) => page.getByRole('button', { name, exact: true })
const good = 'copper lantern river 52 tide'

test('a ready keychain: what it is, and a test that says how long each step took', async () => {
  await show(ready)
  await expect.element(page.getByText(/Ready: it answers/)).toBeVisible()
  await button('Test it').click()
  await expect.element(page.getByText('Works: written in 12 ms, read back in 4 ms, deleted in 9 ms.')).toBeVisible()
  expect(document.body.textContent).not.toContain('Lock now')
  expect(await accessibilityFaults()).toEqual([])
})

test('a file can be locked and be given another passphrase; the keychain’s words are not shown', async () => {
  await show(file)
  await expect.element(button('Lock now')).toBeVisible()
  await expect.element(button('Change the passphrase…')).toBeVisible()
  await expect.element(button('Move to the system’s keychain…')).toBeVisible()
  await button('Lock now').click()
  await vi.waitFor(() => expect(core.asked).toEqual([['lock', undefined]]))
})

test('a passphrase change says what is missing and where, without asking the core', async () => {
  await show(file)
  await button('Change the passphrase…').click()
  await expect.element(page.getByLabelText('Current passphrase')).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByText('Type the current passphrase.')).toBeVisible()
  await page.getByLabelText('Current passphrase').fill('the old passphrase')
  await page.getByLabelText('New passphrase').fill('short')
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByText('At least 8 characters: 3 more are needed.')).toBeVisible()
  await expect.element(page.getByLabelText('New passphrase')).toHaveFocus()
  await page.getByLabelText('New passphrase').fill(good)
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByText('Type it here once more: a slip in it would lock you out.')).toBeVisible()
  await expect.element(page.getByLabelText('The new one again')).toHaveFocus()
  expect(core.asked).toEqual([])
  expect(await accessibilityFaults()).toEqual([])
})

test('a wrong passphrase stands at its own field; a change that worked closes the form and gives the focus back', async () => {
  await show(file)
  await button('Change the passphrase…').click()
  await page.getByLabelText('Current passphrase').fill('not the passphrase')
  await page.getByLabelText('New passphrase').fill(good)
  await page.getByLabelText('The new one again').fill(good)
  core.refuse = { code: 'INVALID', data: { field: 'current', reason: 'wrong_passphrase' } }
  await button('Change the passphrase').click()
  await expect.element(page.getByText('That is not the passphrase. Nothing was changed.')).toBeVisible()
  await expect.element(page.getByLabelText('Current passphrase')).toHaveFocus()
  core.refuse = null
  await page.getByLabelText('Current passphrase').fill('the old passphrase')
  await button('Change the passphrase').click()
  await expect.element(page.getByText('The passphrase is changed')).toBeVisible()
  await expect.element(button('Change the passphrase…')).toHaveFocus()
  expect(core.asked.at(-1)).toEqual(['changePassphrase', { current: 'the old passphrase', next: good }])
})

test('a move to a file: what changes, the passphrase twice, the counts, and the end in words', async () => {
  const halfway = Promise.withResolvers<void>()
  core.steps = [
    { progress: step({ done: 5 }), until: halfway.promise },
    { progress: step({ phase: 'clearing', done: 12 }) },
    { progress: step({ phase: 'done', done: 11 }) },
  ]
  await show(ready)
  await button('Move to an encrypted file…').click()
  await expect.element(page.getByText(/A lost passphrase can’t be recovered/)).toBeVisible()
  await expect.element(page.getByLabelText('Passphrase', { exact: true })).toHaveFocus()
  expect(await accessibilityFaults()).toEqual([])
  await page.getByLabelText('Passphrase', { exact: true }).fill(good)
  await page.getByLabelText('The same again').fill(good)
  await button('Move every secret to the file').click()
  await expect.element(page.getByText('5 of 12 secrets')).toBeVisible()
  await expect.element(page.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '14')
  expect(document.activeElement).not.toBe(document.body)
  expect(await accessibilityFaults()).toEqual([])
  halfway.resolve()
  await expect.element(page.getByText('11 secrets now lie in the encrypted file')).toBeVisible()
  await expect.element(page.getByText(/1 key had no secret in the old store before/)).toBeVisible()
  expect(core.asked).toEqual([['move', { kind: 'encrypted-file', passphrase: good }]])
  await button('Close').click()
  await expect.element(button('Move to an encrypted file…')).toBeVisible()
})

test('a move that can’t begin keeps what was typed, and says why', async () => {
  core.refuse = { code: 'STORE_UNAVAILABLE', data: { state: 'unavailable', reason: 'file_permissions' } }
  await show(ready)
  await button('Move to an encrypted file…').click()
  await page.getByLabelText('Passphrase', { exact: true }).fill(good)
  await page.getByLabelText('The same again').fill(good)
  await button('Move every secret to the file').click()
  await expect.element(page.getByText(/The move did not begin. The encrypted file can’t be opened/)).toBeVisible()
  await expect.element(page.getByLabelText('Passphrase', { exact: true })).toHaveValue(good)
})

test('a move that failed names the keys that stopped it, and offers to go on or to give up', async () => {
  core.steps = [
    { progress: step({ phase: 'failed', done: 12, state: 'ready', reason: 'foreign_data', unreadable: ['Laptop'] }) },
  ]
  await show(file)
  core.status = { ...file, interruptedMove: { to: 'os-keychain', phase: 'copying', running: false } }
  await button('Move to the system’s keychain…').click()
  await button('Move every secret to the keychain').click()
  await expect.element(page.getByText(/The store could not hand out the secret of “Laptop”./)).toBeVisible()
  const { queryClient, orpc } = await import('../../lib/client.ts')
  queryClient.setQueryData(orpc.secretStore.status.queryKey(), core.status)
  await expect.element(button('Go on')).toBeVisible()
  expect(await accessibilityFaults()).toEqual([])
  core.status = file
  await button('Give up').click()
  await expect.element(page.getByText('The move is given up')).toBeVisible()
  await expect.element(button('Move to the system’s keychain…')).toBeVisible()
})

test('an interrupted move to a file goes on with its passphrase, which is asked for first', async () => {
  core.steps = [{ progress: step({ phase: 'done', done: 12 }) }]
  await show({ ...ready, interruptedMove: { to: 'encrypted-file', phase: 'copying', running: false } })
  await button('Go on').click()
  await expect.element(page.getByText('Type the passphrase first.')).toBeVisible()
  expect(core.asked).toEqual([])
  core.refuse = { code: 'INVALID', data: { field: 'passphrase', reason: 'wrong_passphrase' } }
  await page.getByLabelText('Passphrase of the new file').fill('not the passphrase')
  await button('Go on').click()
  await expect.element(page.getByText('That is not the passphrase. Nothing was changed.')).toBeVisible()
  expect(await accessibilityFaults()).toEqual([])
})

test('an old store that is not cleared can be cleared now, and says when it still can’t be', async () => {
  await show({ ...file, interruptedMove: { to: 'encrypted-file', phase: 'clearing', running: false } })
  await expect.element(page.getByText('The old store still holds your secrets')).toBeVisible()
  await button('Clear it now').click()
  await expect.element(page.getByText(/The old store could not be cleared this time either/)).toBeVisible()
  expect(core.asked).toEqual([['retry', undefined]])
  expect(await accessibilityFaults()).toEqual([])
})

test('a move that another page began is shown, and can’t be begun twice', async () => {
  await show({ ...ready, interruptedMove: { to: 'encrypted-file', phase: 'copying', running: true } })
  await expect.element(page.getByText('Secrets are being moved to the encrypted file.')).toBeVisible()
  expect(document.body.textContent).not.toContain('Move to an encrypted file…')
})

test('what lies in memory goes to either store by choosing it', async () => {
  await show({ ...ready, kind: 'memory', place: 'memory', sentinelReadAt: null })
  await expect.element(button('Move to an encrypted file…')).toBeVisible()
  await button('Move to the system’s keychain…').click()
  core.status = ready
  await button('Move every secret to the keychain').click()
  await vi.waitFor(() => expect(core.asked).toEqual([['choose', { kind: 'os-keychain' }]]))
  await expect.element(button('Move to an encrypted file…')).toBeVisible()
})
