import { QueryClientProvider } from '@tanstack/react-query'
import { beforeEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { Environment } from '../../../contract/environments.ts'
import { queryClient } from '../../lib/client.ts'
import { listenForShortcuts } from '../../lib/shortcut-registry.ts'
import { accessibilityFaults } from '../../testing/axe.ts'
import { render } from '../../testing/render.tsx'
import { sampleEnvironments, sampleKey } from '../../testing/sample-rows.ts'
import { EnvironmentsSection } from './environments-section.tsx'

/** What the core holds in a test. Every question and answer goes through the contract's own schemas. */
const core = vi.hoisted(() => ({
  environments: [] as Environment[],
  keys: [] as ReturnType<typeof sampleKey>[],
  refuses: null as string | null,
  asked: [] as { what: string; input: unknown }[],
}))

vi.mock('../../lib/client.ts', async () => {
  const { QueryClient } = await import('@tanstack/react-query')
  const { createRouterClient, implement, ORPCError } = await import('@orpc/server')
  const { createTanstackQueryUtils } = await import('@orpc/tanstack-query')
  const { contract } = await import('../../../contract/index.ts')
  const os = implement(contract)
  const note = (what: string, input: unknown) => {
    core.asked.push({ what, input })
    if (core.refuses) throw new ORPCError('CONFLICT', { status: 409, defined: true, data: { reason: core.refuses } })
  }
  const byId = (id: string) => core.environments.find((one) => one.id === id)!
  const client = createRouterClient({
    environments: {
      list: os.environments.list.handler(() => core.environments),
      add: os.environments.add.handler(({ input }) => {
        note('add', input)
        const added = { ...input, id: crypto.randomUUID(), confirmed: true, position: core.environments.length }
        core.environments = [...core.environments, added]
        return added
      }),
      update: os.environments.update.handler(({ input }) => {
        note('update', input)
        const given = Object.fromEntries(Object.entries(input.changes).filter(([, value]) => value !== undefined))
        const changed = { ...byId(input.id), ...given }
        core.environments = core.environments.map((one) => (one.id === input.id ? changed : one))
        return changed
      }),
      reorder: os.environments.reorder.handler(({ input }) => {
        note('reorder', input)
        core.environments = input.ids.map(byId)
        return core.environments
      }),
      remove: os.environments.remove.handler(({ input }) => {
        note('remove', input)
        core.environments = core.environments.filter((one) => one.id !== input.id)
        return core.environments
      }),
    },
    keys: { list: os.keys.list.handler(() => core.keys) },
  })
  return { client, orpc: createTanstackQueryUtils(client), queryClient: new QueryClient() }
})

const [development, production] = sampleEnvironments as [Environment, Environment]
const staging: Environment = {
  ...development,
  id: '00000000-0000-4000-8000-0000000000e3',
  name: 'Staging',
  colour: 'violet',
  shape: 'half-disc',
  position: 1,
}

async function open() {
  await render(
    <QueryClientProvider client={queryClient}>
      <div className="settings">
        <EnvironmentsSection />
      </div>
    </QueryClientProvider>,
  )
  await expect.element(rowOf('Development')).toBeVisible()
}

beforeEach(() => {
  queryClient.clear()
  Object.assign(core, {
    environments: [development, staging, production],
    keys: [sampleKey()],
    refuses: null,
    asked: [],
  })
  return listenForShortcuts()
})

const names = () => [...document.querySelectorAll('.envlist b')].map((name) => name.textContent)
const rowOf = (name: string) => page.getByRole('button', { name: new RegExp(`^${name}`) })
const focused = () => {
  const element = document.activeElement
  return element?.getAttribute('aria-label') ?? element?.querySelector('b')?.textContent
}

test('the arrows move an environment, say where it is now, and keep the focus in its row', async () => {
  await open()
  const up = page.getByRole('button', { name: 'Move Production up' })
  await up.click()
  expect(names()).toEqual(['Development', 'Production', 'Staging'])
  await expect.element(page.getByText('Production is now number 2 of 3.')).toBeInTheDocument()
  expect(focused()).toBe('Move Production up')
  await userEvent.keyboard('{Enter}')
  await expect.poll(names).toEqual(['Production', 'Development', 'Staging'])
  // There the arrow is off.
  expect(focused()).toBe('Move Production down')
  expect(core.asked.map(({ what }) => what)).toEqual(['reorder', 'reorder'])
  expect(core.environments.map(({ name }) => name)).toEqual(['Production', 'Development', 'Staging'])
  expect(await accessibilityFaults()).toEqual([])
})

test('Alt with an arrow moves the row that has the focus, and stops at the ends', async () => {
  await open()
  rowOf('Staging').element().focus()
  await userEvent.keyboard('{Alt>}{ArrowUp}{ArrowUp}{/Alt}')
  await expect.poll(names).toEqual(['Staging', 'Development', 'Production'])
  expect(focused()).toBe('Staging')
  await userEvent.keyboard('{Alt>}{ArrowUp}{/Alt}')
  expect(core.asked).toHaveLength(1)
})

test('an order that the core refuses is taken back, and said', async () => {
  await open()
  core.refuses = 'too_many_environments'
  await page.getByRole('button', { name: 'Move Production up' }).click()
  await expect.element(page.getByText('The environment was not changed')).toBeVisible()
  await expect.poll(names).toEqual(['Development', 'Staging', 'Production'])
})

test('a name is kept by Enter, given back by Esc, and a taken one is refused beside the field', async () => {
  await open()
  await rowOf('Staging').click()
  const field = page.getByLabelText('Name', { exact: true })
  await field.fill('Preview')
  await userEvent.keyboard('{Escape}')
  await expect.element(field).toHaveValue('Staging')
  await field.fill('  ')
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByText('A name has 1 to 80 characters.')).toBeVisible()
  expect(core.asked).toEqual([])
  core.refuses = 'environment_name_taken'
  await field.fill('production')
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByText('There is an environment of this name already.')).toBeVisible()
  core.refuses = null
  await field.fill('Preview')
  await userEvent.keyboard('{Enter}')
  await expect.poll(names).toEqual(['Development', 'Preview', 'Production'])
})

test('colour, shape, guard and rotation hold at once; a guard that went off can be had back', async () => {
  await open()
  await rowOf('Production').click()
  await page.getByRole('radio', { name: 'Slate' }).click()
  await page.getByRole('radio', { name: 'Diamond' }).click()
  await page.getByRole('combobox', { name: 'Regenerate keys' }).click()
  await page.getByRole('option', { name: 'Every 30 days' }).click()
  await page.getByRole('switch', { name: 'Guarded' }).click()
  expect(await accessibilityFaults()).toEqual([])
  await expect
    .poll(() => core.environments.at(-1))
    .toMatchObject({ colour: 'slate', shape: 'diamond', rotateAfterDays: 30, guarded: false })
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => core.environments.at(-1)?.guarded).toBe(true)
})

test('a period of one’s own is a whole number of days within the bounds', async () => {
  await open()
  await rowOf('Staging').click()
  await page.getByRole('combobox', { name: 'Regenerate keys' }).click()
  await page.getByRole('option', { name: 'Another period…' }).click()
  const days = page.getByLabelText('Days between rotations')
  for (const wrong of ['0', '3651', '1.5', 'many']) {
    await days.fill(wrong)
    await userEvent.keyboard('{Enter}')
    await expect.element(page.getByText('A whole number of days, from 1 to 3,650.')).toBeVisible()
  }
  expect(core.asked).toEqual([])
  await days.fill('45')
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => core.environments[1]?.rotateAfterDays).toBe(45)
})

test('a new environment starts with a look that no other has, and without a name it is not added', async () => {
  await open()
  await page.getByRole('button', { name: 'Add environment' }).click()
  const dialog = page.getByRole('dialog')
  await expect.element(dialog.getByRole('radio', { name: 'Diamond' })).toBeChecked()
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await expect.element(dialog.getByText('A name has 1 to 80 characters.')).toBeVisible()
  expect(focusedIn('Name')).toBe(true)
  expect(await accessibilityFaults()).toEqual([])
  await dialog.getByLabelText('Name', { exact: true }).fill('Quality')
  await userEvent.keyboard('{Enter}')
  await expect.poll(names).toEqual(['Development', 'Staging', 'Production', 'Quality'])
  expect(core.environments.at(-1)).toMatchObject({ shape: 'diamond', guarded: false, rotateAfterDays: null })
  expect([development, staging, production].map(({ colour }) => colour)).not.toContain(core.environments.at(-1)?.colour)
})

test('an empty environment goes after a yes, with the focus on Cancel before and on the next row after', async () => {
  await open()
  await rowOf('Staging').click()
  await page.getByRole('button', { name: 'Remove…' }).click()
  const dialog = page.getByRole('alertdialog')
  await expect.poll(() => dialog.element().textContent).toMatch(/No key lies in it/)
  await expect.poll(() => document.activeElement?.textContent).toBe('Cancel')
  expect(await accessibilityFaults()).toEqual([])
  await dialog.getByRole('button', { name: 'Remove' }).click()
  await expect.poll(names).toEqual(['Development', 'Production'])
  await expect.poll(focused).toBe('Production')
})

test('keys get a place before their environment goes; what the core refuses is said and nothing is lost', async () => {
  await open()
  await rowOf('Development').click()
  await page.getByRole('button', { name: 'Remove…' }).click()
  const dialog = page.getByRole('alertdialog')
  await expect.poll(() => dialog.element().textContent).toMatch(/Its 1 key moves/)
  core.refuses = 'duplicate_secret'
  await dialog.getByRole('button', { name: 'Remove' }).click()
  await expect.element(dialog.getByText(/has a secret that lies in that environment already/)).toBeVisible()
  core.refuses = null
  await dialog.getByRole('combobox', { name: 'Keys move to' }).click()
  await page.getByRole('option', { name: 'Production' }).click()
  await expect.element(dialog.getByText(/Production is guarded/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Remove' }).click()
  await expect.element(page.getByText('1 key moved to Production')).toBeVisible()
  expect(core.asked.at(-1)).toEqual({ what: 'remove', input: { id: development.id, moveKeysTo: production.id } })
})

test('a key that was just deleted is not seen here, but needs a place too', async () => {
  await open()
  await rowOf('Staging').click()
  await page.getByRole('button', { name: 'Remove…' }).click()
  const dialog = page.getByRole('alertdialog')
  core.refuses = 'environment_has_keys'
  await dialog.getByRole('button', { name: 'Remove' }).click()
  await expect.poll(() => dialog.element().textContent).toMatch(/A key that was just deleted/)
  core.refuses = null
  await dialog.getByRole('button', { name: 'Remove' }).click()
  await expect.poll(names).toEqual(['Development', 'Production'])
  expect(core.asked.at(-1)).toEqual({ what: 'remove', input: { id: staging.id, moveKeysTo: development.id } })
})

test('the last environment can’t be removed, and says why', async () => {
  core.environments = [production]
  await render(
    <QueryClientProvider client={queryClient}>
      <EnvironmentsSection />
    </QueryClientProvider>,
  )
  await rowOf('Production').click()
  await expect.element(page.getByRole('button', { name: 'Remove…' })).toBeDisabled()
  await expect.element(page.getByText('The last environment can’t be removed.')).toBeVisible()
})

const focusedIn = (label: string) =>
  document.activeElement instanceof HTMLInputElement &&
  [...(document.activeElement.labels ?? [])].some((one) => one.textContent === label)
