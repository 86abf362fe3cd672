import { QueryClientProvider } from '@tanstack/react-query'
import { beforeEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { queryClient } from '../lib/client.ts'
import { accessibilityFaults } from '../testing/axe.ts'
import { render } from '../testing/render.tsx'
import { sampleEnvironments } from '../testing/sample-rows.ts'
import { GuardDialog } from './guard-dialog.tsx'

const core = vi.hoisted(() => ({ confirmed: [] as string[], fails: false }))

vi.mock('../lib/client.ts', async () => {
  const { QueryClient } = await import('@tanstack/react-query')
  const { createRouterClient, implement } = await import('@orpc/server')
  const { createTanstackQueryUtils } = await import('@orpc/tanstack-query')
  const { contract } = await import('../../contract/index.ts')
  const { sampleEnvironments: known } = await import('../testing/sample-rows.ts')
  const os = implement(contract)
  const client = createRouterClient({
    environments: {
      list: os.environments.list.handler(() => [...known]),
      confirm: os.environments.confirm.handler(({ input }) => {
        if (core.fails) throw new Error('The connection was lost.')
        core.confirmed.push(input.id)
        return { ...known.find((one) => one.id === input.id)!, confirmed: true }
      }),
    },
  })
  return { client, orpc: createTanstackQueryUtils(client), queryClient: new QueryClient() }
})

const production = sampleEnvironments[1]!
const said: string[] = []

beforeEach(async () => {
  Object.assign(core, { confirmed: [], fails: false })
  said.length = 0
  await render(
    <QueryClientProvider client={queryClient}>
      <GuardDialog
        environment={production}
        keyName="Live"
        onCancel={() => said.push('no')}
        onConfirm={() => said.push('yes')}
      />
    </QueryClientProvider>,
  )
  await expect.poll(() => page.getByRole('alertdialog').element().textContent).toMatch(/Send to Production\?.*Live/s)
})

test('a stray Enter or Esc sends nothing, and the core is not told of a yes', async () => {
  await expect.poll(() => document.activeElement?.textContent).toBe('Cancel')
  expect(await accessibilityFaults()).toEqual([])
  await userEvent.keyboard('{Enter}')
  await userEvent.keyboard('{Escape}')
  expect(said).toEqual(['no', 'no'])
  expect(core.confirmed).toEqual([])
})

test('a yes reaches the core before anything is sent', async () => {
  await page.getByRole('button', { name: 'Send' }).click()
  await expect.poll(() => said).toEqual(['yes'])
  expect(core.confirmed).toEqual([production.id])
})

test('a yes that the core could not take sends nothing, and says so', async () => {
  core.fails = true
  await page.getByRole('button', { name: 'Send' }).click()
  await expect.poll(() => page.getByRole('alert').element().textContent).toMatch(/nothing was sent/s)
  expect(said).toEqual([])
})
