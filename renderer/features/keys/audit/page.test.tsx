import { beforeEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import type { AuditRow } from '../../../../contract/audit.ts'
import { queryClient } from '../../../lib/client.ts'
import { accessibilityFaults } from '../../../testing/axe.ts'
import type { FakeVault } from '../../../testing/fake-vault.ts'
import { renderPage } from '../../../testing/render-page.tsx'
import { sampleKey } from '../../../testing/sample-rows.ts'
import { AuditPage } from './page.tsx'

const held = vi.hoisted(() => ({ vault: {} as unknown as FakeVault }))

vi.mock('../../../lib/client.ts', async () => {
  const { emptyVault, fakeClient } = await import('../../../testing/fake-vault.ts')
  held.vault = emptyVault()
  return fakeClient(held.vault)
})

const { vault } = held
const { id: keyId } = sampleKey()

const row = (id: number, fields: Partial<AuditRow> = {}): AuditRow => ({
  id,
  at: 1_700_000_000_000 + id,
  actor: 'person',
  action: 'key_changed',
  keyId,
  subject: `subject ${id}`,
  keyMask: 'sk-••••a1b2',
  environmentName: 'Development',
  providerName: 'OpenAI',
  detail: { notes: '' },
  count: 1,
  lastAt: 1_700_000_000_000 + id,
  ...fields,
})

beforeEach(async () => {
  const { emptyVault } = await import('../../../testing/fake-vault.ts')
  Object.assign(vault, emptyVault(), { keys: [sampleKey()] })
  queryClient.clear()
})

const grid = () => page.getByRole('grid', { name: 'What was done' })
const open = (address?: string) => renderPage('/audit', AuditPage, { queryClient, ...(address ? { address } : {}) })

test.each(['light', 'dark'])('the rows are told without fault, %s', async (theme) => {
  document.documentElement.dataset['theme'] = theme
  vault.audit = [row(1), row(2, { action: 'call_refused', detail: { code: 'key_revoked' }, count: 4 })]
  await open()
  await expect.element(grid().getByText('Call refused: the key is revoked')).toBeVisible()
  await expect.element(grid().getByText('×4')).toBeVisible()
  expect(await accessibilityFaults()).toEqual([])
})

test('a kind is asked of the core, so that its rows are not only those of the pages that came', async () => {
  vault.audit = [row(1, { action: 'add_refused', subject: 'refused long ago' })]
  for (let id = 2; id <= 150; id += 1) vault.audit.push(row(id))
  await open()
  await expect.element(grid().getByText('subject 150')).toBeVisible()
  await page.getByRole('button', { name: 'Refusals' }).click()
  await expect.element(grid().getByText('refused long ago')).toBeVisible()
  await page.getByRole('button', { name: 'Providers' }).click()
  await expect.element(page.getByRole('heading', { name: 'No row matches' })).toBeVisible()
  await page.getByRole('button', { name: 'Show everything' }).click()
  await expect.element(grid().getByText('subject 150')).toBeVisible()
})

test('older rows come as one scrolls, each once', async () => {
  vault.audit = Array.from({ length: 130 }, (_, index) => row(index + 1))
  await open()
  await expect.element(grid()).toHaveAttribute('aria-rowcount', '101')
  const scroll = grid().element()
  await expect
    .poll(() => {
      scroll.scrollTop = scroll.scrollHeight
      return scroll.getAttribute('aria-rowcount')
    })
    .toBe('131')
})

test('the address narrows it to one key, and exports that one', async () => {
  vault.audit = [row(1), row(2, { keyId: null, subject: 'not of the key' })]
  await open(`/audit?key=${keyId}`)
  await expect.element(grid().getByText('subject 1')).toBeVisible()
  await expect.element(page.getByText('not of the key')).not.toBeInTheDocument()
  await page.getByRole('button', { name: 'Export JSON' }).click()
  await expect
    .poll(() => vault.asked.find(({ procedure }) => procedure === 'audit.export')?.input)
    .toEqual({ format: 'json', keyId })
})
