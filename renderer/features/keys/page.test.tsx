import { useEffect, useState } from 'react'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { VaultKey } from '../../../contract/keys.ts'
import { queryClient } from '../../lib/client.ts'
import { listenForShortcuts } from '../../lib/shortcut-registry.ts'
import { accessibilityFaults } from '../../testing/axe.ts'
import type { FakeVault } from '../../testing/fake-vault.ts'
import { renderPage } from '../../testing/render-page.tsx'
import { numberedKey as key, sampleEnvironments } from '../../testing/sample-rows.ts'
import { Button } from '../../ui/button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { KeysPage } from './page.tsx'
import { keyFilter } from './table/view-state.ts'

const held = vi.hoisted(() => ({ vault: {} as unknown as FakeVault }))

vi.mock('../../lib/client.ts', async () => {
  const { emptyVault, fakeClient } = await import('../../testing/fake-vault.ts')
  held.vault = emptyVault()
  return fakeClient(held.vault)
})

const { vault } = held
const [development, production] = sampleEnvironments

async function open(keys: VaultKey[], theme: 'light' | 'dark' = 'light') {
  document.documentElement.dataset['theme'] = theme
  vault.keys = keys
  await renderPage('/keys', KeysPage, { queryClient })
  await expect.element(grid()).toBeVisible()
}

const grid = () => page.getByRole('grid', { name: 'Vault keys' })
const row = (name: string) => page.getByRole('row').filter({ hasText: name })
const names = () => [...document.querySelectorAll('.grid-body .nm')].map((name) => name.textContent)
const panel = (name: string) => page.getByRole('complementary', { name: `Key ${name}` })
const askedOf = (procedure: string) =>
  vault.asked.filter((one) => one.procedure === procedure).map(({ input }) => input)
const focusGrid = () => (grid().element() as HTMLElement).focus()

let stop = () => {}
beforeEach(async () => {
  stop()
  stop = listenForShortcuts()
  const { emptyVault } = await import('../../testing/fake-vault.ts')
  Object.assign(vault, emptyVault())
  queryClient.clear()
  keyFilter.clear()
})

test('a dialog about a key that another window deletes goes without a word, and comes back with its undo', async () => {
  await open([key(1), key(2)])
  await row('key 1').click()
  await panel('key 1')
    .getByRole('button', { name: /^Regenerate/ })
    .click()
  await expect.element(page.getByRole('dialog', { name: /Regenerate/ })).toBeVisible()
  vault.keys = [key(2)]
  await queryClient.invalidateQueries()
  await expect.element(page.getByText('The key was deleted meanwhile, in another window')).toBeVisible()
  vault.keys = [key(1), key(2)]
  await queryClient.invalidateQueries()
  await expect.element(row('key 1')).toBeVisible()
  await expect.element(page.getByRole('dialog', { name: /Regenerate/ })).not.toBeInTheDocument()
})

describe('the first key', () => {
  async function addFirst(answer: Promise<void>) {
    vault.add = async () => {
      vault.keys = [key(1)]
      await queryClient.invalidateQueries({ queryKey: [['keys']] })
      await answer
      return key(1)
    }
    await renderPage('/keys', KeysPage, { queryClient })
    await page.getByLabelText('Secret', { exact: true }).fill('anything')
    await page.getByRole('button', { name: /Add and check/ }).click()
    await expect.element(row('key 1')).toBeVisible()
  }

  test('its panel takes the focus, which went with the form', async () => {
    await addFirst(Promise.resolve())
    await expect.element(panel('key 1').getByRole('button', { name: /^Check/ })).toHaveFocus()
  })

  test('the form that comes while a menu opens leaves the menu open', async () => {
    /** Draws the page anew in the moment in which a menu stands and has no focus yet. */
    function Page() {
      const [isOpening, setIsOpening] = useState(false)
      useEffect(() => {
        const watch = new MutationObserver(() => {
          if (document.querySelector('[aria-expanded="true"]')) setIsOpening(true)
        })
        watch.observe(document.body, { subtree: true, childList: true, attributes: true })
        return () => watch.disconnect()
      }, [])
      return (
        <>
          <Menu trigger={<Button>Beside</Button>} entries={[{ id: 'one', text: 'Choose me', onSelect: () => {} }]} />
          <KeysPage key={String(isOpening)} />
        </>
      )
    }
    await Menu.preload()
    await renderPage('/keys', Page, { queryClient })
    await expect.element(page.getByLabelText('Secret', { exact: true })).toHaveFocus()
    await page.getByRole('button', { name: 'Beside' }).click()
    await page.getByRole('menuitem', { name: 'Choose me' }).click({ timeout: 5000 })
  })

  test('its late answer neither closes a dialog that was opened meanwhile nor takes the focus out of it', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    await addFirst(promise)
    await userEvent.keyboard('n')
    const dialog = page.getByRole('dialog', { name: 'Add a key' })
    await expect.element(dialog.getByLabelText('Secret', { exact: true })).toHaveFocus()
    resolve()
    await expect.element(page.getByText('key 1 added')).toBeVisible()
    await expect.poll(() => document.querySelector('.key-panel')).not.toBeNull()
    await expect.element(dialog.getByLabelText('Secret', { exact: true })).toHaveFocus()
  })
})

describe('the table', () => {
  test('a search leaves what it finds, is emptied by Esc, and hands the keys to the table', async () => {
    await open([key(1, { tags: ['ci'] }), key(2), key(3, { notes: 'of the night' })])
    await userEvent.keyboard('/')
    await expect.element(page.getByRole('searchbox')).toHaveFocus()
    await userEvent.keyboard('night')
    await expect.poll(names).toEqual(['key 3'])
    await userEvent.keyboard('{Escape}#ci')
    await expect.poll(names).toEqual(['key 1'])
    await userEvent.keyboard('{Escape}')
    await expect.poll(names).toEqual(['key 1', 'key 2', 'key 3'])
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}{Enter}')
    await expect.element(panel('key 2').getByRole('button', { name: /^Check/ })).toHaveFocus()
    await userEvent.keyboard('{Escape}')
    await expect.element(panel('key 2')).not.toBeInTheDocument()
    await expect.element(grid()).toHaveFocus()
  })

  test('chips narrow it, say how many they leave, and are cleared together', async () => {
    await open([key(1, { trouble: 'missing' }), key(2, { accountType: 'pro', calls30d: 3 }), key(3)])
    await page.getByRole('button', { name: 'Needs you 1' }).click()
    await expect.poll(names).toEqual(['key 1'])
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await expect.poll(names).toEqual(['key 1', 'key 2', 'key 3'])
    const filters = page.getByRole('group', { name: 'Filters' })
    await filters.getByRole('button', { name: 'Account' }).click()
    await page.getByRole('menuitemcheckbox', { name: /Pro/ }).click()
    await expect.poll(names).toEqual(['key 2'])
    await userEvent.keyboard('{Escape}')
    await filters.getByRole('button', { name: 'Clear the filter Account' }).click()
    await expect.poll(names).toEqual(['key 1', 'key 2', 'key 3'])
  })

  test('it is grouped as the person chose, and keeps that', async () => {
    await open([key(1), key(2, { environmentId: production!.id })])
    await expect.element(row('Production')).toBeVisible()
    await page.getByRole('combobox', { name: 'Group by' }).click()
    await page.getByRole('option', { name: 'none' }).click()
    await expect.poll(() => vault.settings.keysGroup).toBe('none')
    await expect.element(page.getByRole('columnheader', { name: 'Environment' })).toBeVisible()
  })

  test('keys that are revoked, waited for or over due say so in words', async () => {
    const dueAt = Date.now() - 3 * 86_400_000
    const spare = { prefix: 'sk-', last4: '9999', since: 1 }
    await open([
      key(1, { status: 'revoked', revokedAt: 1_700_000_000_000 }),
      key(2, { rotation: { state: 'due', everyDays: 90, dueAt } }),
      key(3, { pending: { ...spare, notes: [], check: null } }),
      key(4, { previous: spare }),
    ])
    const said = (name: string) => expect.poll(() => row(name).element().textContent)
    await said('key 1').toContain('revoked14 Nov 2023')
    await said('key 2').toContain('due 3 d ago')
    await said('key 3').toContain('new secret waits')
    await said('key 4').toContain('old secret kept')
  })

  test.each(['light', 'dark'] as const)(
    'it, its filters, a selection and the panel have no fault, %s',
    async (theme) => {
      vault.findings = [{ id: 'f', kind: 'rotation_due', level: 'now', keyIds: [key(1).id], at: 1 }]
      await open([key(1, { tags: ['ci'], trouble: 'missing', monthlyBudget: 5_000_000 }), key(2), key(3)], theme)
      expect(await accessibilityFaults()).toEqual([])
      await page.getByText('key 1', { exact: true }).click()
      await expect.element(panel('key 1').getByRole('region', { name: 'History' })).toBeInTheDocument()
      await expect.element(panel('key 1').getByText(/Due for a new secret/)).toBeInTheDocument()
      focusGrid()
      await userEvent.keyboard(' ')
      await expect.element(page.getByText('1 selected')).toBeVisible()
      expect(await accessibilityFaults()).toEqual([])
    },
  )
})

describe('many keys at once', () => {
  test('a stop that waits for a silent provider looks as if it was not taken', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    vault.checking = promise
    await open(Array.from({ length: 9 }, (_, place) => key(place + 1)))
    await page.getByRole('button', { name: 'Check all' }).click()
    await page.getByRole('button', { name: /^Stop/ }).click()
    await expect.element(page.getByText('waiting for what is under way')).toBeVisible()
    resolve()
    await expect.element(page.getByText('Stopped: 4 of 9 done')).toBeVisible()
  })

  test('they move together, are told where they went, and one Undo takes all of them back', async () => {
    await open([key(1), key(2), key(3, { environmentId: production!.id })])
    focusGrid()
    await userEvent.keyboard('{Control>}a{/Control}')
    await expect.element(page.getByText('3 selected')).toBeVisible()
    await page.getByRole('button', { name: 'Move…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Move 3 keys' })
    await dialog.getByRole('combobox', { name: 'To' }).click()
    await page.getByRole('option', { name: 'Production' }).click()
    await dialog.getByRole('button', { name: 'Move' }).click()
    await expect.element(page.getByText('2 keys moved to Production')).toBeVisible()
    expect(vault.keys.map(({ environmentId }) => environmentId)).toEqual([
      production!.id,
      production!.id,
      production!.id,
    ])
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.element(page.getByText('2 keys as before')).toBeVisible()
    expect(vault.keys.map(({ environmentId }) => environmentId)).toEqual([
      development!.id,
      development!.id,
      production!.id,
    ])
  })

  test('each that refuses is named with its reason, the others are done, and a reason lets it through', async () => {
    await open([key(1), key(2)])
    vault.refuse = (procedure, input) => {
      const { id, overrideReason } = input as { id: string; overrideReason?: string }
      if (procedure !== 'keys.update' || id !== key(2).id || overrideReason) return null
      return { code: 'CONFLICT', data: { reason: 'same_secret_other_environment' } }
    }
    focusGrid()
    await userEvent.keyboard('{Control>}a{/Control}')
    await page.getByRole('button', { name: 'Move…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Move' }).click()
    const failures = page.getByRole('dialog', { name: '1 of 2 keys stayed as it was' })
    await expect.element(failures.getByText('key 2')).toBeVisible()
    await expect.element(failures.getByText(/The same secret is a key of another environment/)).toBeVisible()
    expect(vault.keys[0]?.environmentId).toBe(production!.id)
    const anyway = failures.getByRole('button', { name: /all the same/ })
    await expect.element(anyway).toBeDisabled()
    await failures.getByRole('textbox').fill('One account')
    await anyway.click()
    await expect.poll(() => vault.keys[1]?.environmentId).toBe(production!.id)
    expect(askedOf('keys.update').at(-1)).toMatchObject({ id: key(2).id, overrideReason: 'One account' })
  })

  test('many revokes that are refused are named in one dialog, not in a toast each, and one Undo takes the rest back', async () => {
    await open([key(1), key(2), key(3)])
    vault.refuse = (procedure, input) =>
      procedure === 'keys.revoke' && (input as { id: string }).id !== key(1).id
        ? { code: 'CONFLICT', data: { reason: 'secret_removed' } }
        : null
    focusGrid()
    await userEvent.keyboard('{Control>}a{/Control}')
    await page.getByRole('button', { name: 'Revoke…' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke', exact: true }).click()
    const failures = page.getByRole('dialog', { name: '2 of 3 keys stayed as they were' })
    await expect.element(failures.getByText('key 2')).toBeVisible()
    await expect.element(failures.getByText('key 3')).toBeVisible()
    await expect.element(page.getByText('Revoked: 1 key')).toBeVisible()
    await failures.getByRole('button', { name: 'Close' }).first().click()
    expect(vault.keys[0]?.status).toBe('revoked')
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => vault.keys[0]?.status).toBe('active')
  })

  test('tags are added and taken off, without doubling what a key has', async () => {
    await open([key(1, { tags: ['ci', 'old'] }), key(2)])
    focusGrid()
    await userEvent.keyboard('{Control>}a{/Control}')
    await page.getByRole('button', { name: 'Tag…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Tags of 2 keys' })
    await dialog.getByRole('textbox', { name: 'Add' }).fill('ci, #night')
    await userEvent.keyboard('{Enter}')
    await dialog.getByRole('group', { name: 'Take off' }).getByRole('button', { name: 'old' }).click()
    await dialog.getByRole('button', { name: 'Change tags' }).click()
    await expect
      .poll(() => vault.keys.map(({ tags }) => tags))
      .toEqual([
        ['ci', 'night'],
        ['ci', 'night'],
      ])
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => vault.keys.map(({ tags }) => tags)).toEqual([['ci', 'old'], []])
  })

  test('Delete takes all that are selected, and one Undo brings all of them back', async () => {
    await open([key(1), key(2), key(3)])
    focusGrid()
    await userEvent.keyboard('{ArrowDown} {Shift>}{ArrowDown}{/Shift}{Delete}')
    await expect.poll(names).toEqual(['key 3'])
    await expect.element(grid()).toHaveFocus()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => names().toSorted()).toEqual(['key 1', 'key 2', 'key 3'])
    expect(askedOf('keys.restore')).toHaveLength(2)
  })

  test('what leaves sight is let go, so that nothing unseen is deleted', async () => {
    await open([key(1), key(2, { notes: 'night' })])
    focusGrid()
    await userEvent.keyboard('{Control>}a{/Control}')
    await expect.element(page.getByText('2 selected')).toBeVisible()
    await page.getByRole('searchbox').fill('night')
    await expect.element(page.getByText('1 selected')).toBeVisible()
    await page.getByRole('searchbox').fill('')
    await expect.poll(names).toEqual(['key 1', 'key 2'])
    await expect.element(page.getByText('1 selected')).toBeVisible()
    focusGrid()
    await userEvent.keyboard('{Escape}')
    await expect.element(page.getByText('1 selected')).not.toBeInTheDocument()
  })
})
