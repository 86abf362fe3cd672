import { beforeEach, describe, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { VaultKey } from '../../../../contract/keys.ts'
import { queryClient } from '../../../lib/client.ts'
import { listenForShortcuts } from '../../../lib/shortcut-registry.ts'
import type { FakeVault } from '../../../testing/fake-vault.ts'
import { renderPage } from '../../../testing/render-page.tsx'
import { numberedKey as key, sampleEnvironments } from '../../../testing/sample-rows.ts'
import { KeysPage } from '../page.tsx'
import { keyFilter } from '../table/view-state.ts'

const held = vi.hoisted(() => ({ vault: {} as unknown as FakeVault }))

vi.mock('../../../lib/client.ts', async () => {
  const { emptyVault, fakeClient } = await import('../../../testing/fake-vault.ts')
  held.vault = emptyVault()
  return fakeClient(held.vault)
})

const { vault } = held
const [, production] = sampleEnvironments

async function open(keys: VaultKey[], theme: 'light' | 'dark' = 'light') {
  document.documentElement.dataset['theme'] = theme
  vault.keys = keys
  await renderPage('/keys', KeysPage, { queryClient })
  await expect.element(grid()).toBeVisible()
}

const grid = () => page.getByRole('grid', { name: 'Vault keys' })
const panel = (name: string) => page.getByRole('complementary', { name: `Key ${name}` })
const askedOf = (procedure: string) =>
  vault.asked.filter((one) => one.procedure === procedure).map(({ input }) => input)

let stop = () => {}
beforeEach(async () => {
  stop()
  stop = listenForShortcuts()
  const { emptyVault } = await import('../../../testing/fake-vault.ts')
  Object.assign(vault, emptyVault())
  queryClient.clear()
  keyFilter.clear()
})

describe('the panel', () => {
  const openPanel = async (fields: Partial<VaultKey> = {}, name = 'key 1') => {
    await open([key(1, fields), key(2)])
    await page.getByText(name, { exact: true }).first().click()
    await expect.element(panel(name)).toBeVisible()
    return panel(name)
  }

  test('a name is saved by Enter, told quietly, and taken back', async () => {
    const opened = await openPanel()
    await opened.getByRole('textbox', { name: 'Name' }).fill('renamed')
    await userEvent.keyboard('{Enter}')
    await expect.element(page.getByText(/^Saved/)).toBeVisible()
    expect(vault.keys[0]?.name).toBe('renamed')
    expect(askedOf('keys.update')).toHaveLength(1)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => vault.keys[0]?.name).toBe('key 1')
  })

  test('Esc puts back what was typed before it closes the panel, and what is wrong stays to be mended', async () => {
    const opened = await openPanel({ monthlyBudget: 20_000_000 })
    const budget = opened.getByRole('textbox', { name: 'Budget' })
    await budget.fill('a lot')
    await userEvent.keyboard('{Enter}')
    await expect.element(opened.getByText(/An amount in dollars/)).toBeVisible()
    await expect.element(budget).toHaveValue('a lot')
    await userEvent.keyboard('{Escape}')
    await expect.element(budget).toHaveValue('20')
    expect(askedOf('keys.update')).toEqual([])
    await userEvent.keyboard('{Escape}')
    await expect.element(opened).not.toBeInTheDocument()
  })

  test('what the core refuses is said at its field', async () => {
    const opened = await openPanel()
    vault.refuse = (procedure) =>
      procedure === 'keys.update' ? { code: 'INVALID', data: { field: 'notes', reason: 'holds_secret' } } : null
    await opened.getByRole('textbox', { name: 'Notes' }).fill('the key is in here')
    ;(document.activeElement as HTMLElement).blur()
    await expect.element(opened.getByText(/A secret stands in this text/)).toBeVisible()
    expect(vault.keys[0]?.notes).toBe('')
  })

  test('a move that needs a reason asks for it, and sends it', async () => {
    const opened = await openPanel()
    vault.refuse = (_procedure, input) =>
      (input as { overrideReason?: string; changes?: object }).changes &&
      !(input as { overrideReason?: string }).overrideReason
        ? { code: 'CONFLICT', data: { reason: 'same_secret_other_environment' } }
        : null
    await opened.getByRole('combobox', { name: 'Environment' }).click()
    await page.getByRole('option', { name: 'Production' }).click()
    await opened.getByRole('alert').getByRole('textbox').fill('One account')
    await opened.getByRole('button', { name: 'Move all the same' }).click()
    await expect.poll(() => vault.keys[0]?.environmentId).toBe(production!.id)
    expect(askedOf('keys.update').at(-1)).toMatchObject({ overrideReason: 'One account' })
  })

  test('an account type shows its documented limits; only custom has fields of its own', async () => {
    const opened = await openPanel({ accountType: 'basic', requestsPerMinute: 50 })
    await expect.element(opened.getByText('50 requests a minute; models: free, standard.')).toBeVisible()
    await expect.element(opened.getByRole('textbox', { name: 'Requests a minute' })).not.toBeInTheDocument()
    await opened.getByRole('combobox', { name: 'Account type' }).click()
    await page.getByRole('option', { name: /Custom/ }).click()
    await expect.element(opened.getByRole('textbox', { name: 'Requests a minute' })).toBeVisible()
    await opened.getByRole('button', { name: 'Premium' }).click()
    await expect.poll(() => vault.keys[0]?.modelTiers).toEqual(['free', 'standard'])
  })

  test('an expiry is the end of the chosen day, and can be none again', async () => {
    const opened = await openPanel()
    const field = opened.getByLabelText('Expires')
    await field.click()
    await field.fill('2031-05-12')
    await userEvent.keyboard('{Enter}')
    await expect.poll(() => vault.keys[0]?.expiresAt).toBe(new Date(2031, 4, 12, 23, 59, 59, 999).getTime())
    await field.fill('')
    await userEvent.keyboard('{Enter}')
    await expect.poll(() => vault.keys[0]?.expiresAt).toBe(null)
  })

  test('the provider of a key can not be edited from its panel', async () => {
    const opened = await openPanel()
    await expect
      .element(opened.getByRole('link', { name: 'Edit provider' }))
      .toHaveAttribute('href', expect.stringContaining(`/settings/providers?item=${key(1).providerId}`))
  })

  test('trouble says what to do next, and a finding can be dismissed and brought back', async () => {
    vault.findings = [
      { id: 'same', kind: 'same_secret_two_environments', level: 'soon', keyIds: [key(1).id], at: null },
    ]
    const opened = await openPanel({ trouble: 'origin' })
    await expect.element(opened.getByRole('button', { name: 'Enter the secret again' })).toBeVisible()
    await opened.getByRole('button', { name: /^Dismiss/ }).click()
    await expect.element(opened.getByText(/can’t be revoked without stopping/)).not.toBeInTheDocument()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.element(opened.getByText(/can’t be revoked without stopping/)).toBeVisible()
  })

  test('a revoked key offers the way back, and no playground', async () => {
    const opened = await openPanel({ status: 'revoked', revokedAt: 1_700_000_000_000 })
    await expect.element(opened.getByRole('button', { name: 'Ask with this key' })).toBeDisabled()
    await opened.getByRole('button', { name: 'Put back in use' }).click()
    await expect.poll(() => vault.keys[0]?.status).toBe('active')
  })

  test('the history is told in sentences, with refusals marked, page by page', async () => {
    vault.audit = Array.from({ length: 14 }, (_, index) => ({
      id: index + 1,
      at: 1_700_000_000_000 + index,
      actor: index === 13 ? ('gateway' as const) : ('person' as const),
      action: index === 13 ? ('call_refused' as const) : ('key_changed' as const),
      keyId: key(1).id,
      subject: 'key 1',
      keyMask: '',
      environmentName: '',
      providerName: '',
      detail: (index === 13 ? { code: 'budget_exceeded', origin: 'gateway' } : { rotateAfterDays: '90' }) as Record<
        string,
        string
      >,
      count: index === 13 ? 3 : 1,
      lastAt: 1_700_000_000_000 + index,
    }))
    const opened = await openPanel()
    await expect
      .element(opened.getByText('Call refused through the gateway: the month’s budget is used up', { exact: false }))
      .toBeInTheDocument()
    expect(opened.getByText('Changed: rotation every 90 days').elements()).toHaveLength(9)
    await opened.getByRole('button', { name: 'Show older' }).click()
    await expect.poll(() => opened.getByText('Changed: rotation every 90 days').elements().length).toBe(13)
  })
})
