import { expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { queryClient } from '../../lib/client.ts'
import { accessibilityFaults } from '../../testing/axe.ts'
import type { FakeVault } from '../../testing/fake-vault.ts'
import { renderPage } from '../../testing/render-page.tsx'
import { numberedKey as key } from '../../testing/sample-rows.ts'
import { KeysPage } from './page.tsx'

const held = vi.hoisted(() => ({ vault: {} as unknown as FakeVault }))

vi.mock('../../lib/client.ts', async () => {
  const { emptyVault, fakeClient } = await import('../../testing/fake-vault.ts')
  held.vault = emptyVault()
  return fakeClient(held.vault)
})

const { vault } = held

test.each(['light', 'dark'])(
  'a damaged record is left out of the table without a word, in the %s theme',
  async (theme) => {
    document.documentElement.dataset['theme'] = theme
    queryClient.clear()
    Object.assign(vault, { keys: [key(1)], unreadable: 1 })
    await renderPage('/keys', KeysPage, { queryClient })
    await expect.element(page.getByRole('grid', { name: 'Vault keys' })).toBeVisible()
    const notice = page.getByRole('status').filter({ hasText: 'could not be read' })
    await expect.element(notice).toMatchTextContent(/1 vault key could not be read\..*add the key again/)
    expect(await accessibilityFaults()).toEqual([])
    vault.keys = []
    await queryClient.invalidateQueries()
    await expect.element(page.getByRole('grid', { name: 'Vault keys' })).not.toBeInTheDocument()
    await expect.element(notice).toBeVisible()
    vault.unreadable = 0
    await queryClient.invalidateQueries()
    await expect.element(notice).not.toBeInTheDocument()
  },
)
