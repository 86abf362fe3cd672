import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { beforeEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { CallRecord, GroupTotals, LedgerState, Totals } from '../../../contract/calls.ts'
import { aCall, ENVIRONMENTS } from '../../../test/fakes/calls.ts'
import { accessibilityFaults } from '../../testing/axe.ts'
import { render } from '../../testing/render.tsx'
import { sampleKey } from '../../testing/sample-rows.ts'
import { UsagePage } from './page.tsx'

const none: Totals = {
  calls: 0,
  errors: 0,
  stopped: 0,
  truncated: 0,
  tokensIn: 0,
  tokensCached: 0,
  tokensOut: 0,
  tokensReasoning: 0,
  estimated: 0,
  cost: 0,
  unpriced: 0,
  firstTokenP50Ms: null,
  firstTokenP95Ms: null,
  durationP50Ms: null,
  durationP95Ms: null,
}

/** What the core answers in a test. Every question and answer goes through the contract's own schemas. */
const core = vi.hoisted(() => ({
  calls: [] as CallRecord[],
  totals: {} as Partial<Totals>,
  groups: [] as GroupTotals[],
  state: { unwritten: 0, onlyInMemory: 0, lost: 0, trouble: null } as LedgerState,
  environmentId: null as string | null,
  fails: false,
  localKeyId: '00000000-0000-4000-8000-0000000000c1',
  asked: [] as { procedure: string; input: unknown }[],
}))

vi.mock('../../lib/client.ts', async () => {
  const { createRouterClient, implement } = await import('@orpc/server')
  const { createTanstackQueryUtils } = await import('@orpc/tanstack-query')
  const { contract } = await import('../../../contract/index.ts')
  const { sampleKey, sampleSettings } = await import('../../testing/sample-rows.ts')
  const { sampleLocalKey } = await import('../../testing/fake-gateway.ts')
  const os = implement(contract)
  const note = (procedure: string, input: unknown) => {
    core.asked.push({ procedure, input })
    if (core.fails) throw new Error('the ledger is gone')
  }
  const client = createRouterClient({
    environments: {
      list: os.environments.list.handler(() =>
        ENVIRONMENTS.map(({ id, name }, position) => ({
          id,
          name,
          colour: (['teal', 'violet', 'magenta'] as const)[position] ?? 'slate',
          shape: (['ring', 'half-disc', 'square'] as const)[position] ?? 'diamond',
          confirmed: true,
          rotateAfterDays: null,
          guarded: position === 2,
          position,
        })),
      ),
    },
    keys: { list: os.keys.list.handler(() => [sampleKey({ name: 'Laptop' })]) },
    gateway: {
      localKeys: { list: os.gateway.localKeys.list.handler(() => [sampleLocalKey({ id: core.localKeyId })]) },
    },
    settings: {
      get: os.settings.get.handler(() => ({ ...sampleSettings, environmentId: core.environmentId })),
      update: os.settings.update.handler(() => sampleSettings),
    },
    calls: {
      totals: os.calls.totals.handler(({ input }) => {
        note('totals', input)
        return { ...none, ...core.totals }
      }),
      groups: os.calls.groups.handler(({ input }) => {
        note('groups', input)
        return { groups: core.groups, more: false }
      }),
      series: os.calls.series.handler(({ input }) => {
        note('series', input)
        const day = 86_400_000
        const buckets = [input.to - 3 * day, input.to - 2 * day, input.to - day]
        const series = core.groups.map((group, index) => {
          const scale = input.metric === 'cost' ? 1_000_000 : 1
          const values = [1, 2, 3].map((value) => value * (index + 1) * scale)
          return { id: group.id, name: group.name, values, total: values.reduce((sum, value) => sum + value, 0) }
        })
        return { bucketMs: day, buckets, series: series.toReversed() }
      }),
      list: os.calls.list.handler(({ input }) => {
        note('list', input)
        const from = input.before ? core.calls.findIndex((call) => call.id === input.before?.id) + 1 : 0
        return { calls: core.calls.slice(from, from + input.limit), more: core.calls.length > from + input.limit }
      }),
      state: os.calls.state.handler(() => core.state),
    },
  })
  return { client, orpc: createTanstackQueryUtils(client), queryClient: new QueryClient() }
})

const group = (index: number, change: Partial<GroupTotals> = {}): GroupTotals => ({
  ...none,
  id: `00000000-0000-4000-8000-0000000000c${index}`,
  name: `key ${index}`,
  calls: 10 * index,
  cost: 1_000_000 * index,
  environmentId: ENVIRONMENTS[0].id,
  providerName: 'Yunxin',
  ...change,
})

async function renderPage(address = '/') {
  const root = createRootRoute()
  const routes = [
    createRoute({ getParentRoute: () => root, path: '/', component: UsagePage }),
    createRoute({ getParentRoute: () => root, path: '/keys', component: () => 'the keys page' }),
    createRoute({ getParentRoute: () => root, path: '/playground', component: () => 'the playground' }),
    createRoute({
      getParentRoute: () => root,
      path: '/playground/$conversationId',
      component: () => 'the conversation',
    }),
  ]
  const router = createRouter({
    routeTree: root.addChildren(routes),
    history: createMemoryHistory({ initialEntries: [address] }),
  })
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  await render(
    <QueryClientProvider client={queries}>
      <div style={{ display: 'flex', width: 1280, height: 860 }}>
        <RouterProvider router={router as never} />
      </div>
    </QueryClientProvider>,
  )
}

beforeEach(async () => {
  await page.viewport(1280, 860)
  Object.assign(core, {
    calls: [aCall()],
    totals: { calls: 30, cost: 3_000_000, tokensIn: 1_000, tokensOut: 500, durationP50Ms: 900, durationP95Ms: 2_000 },
    groups: [group(1), group(2)],
    state: { unwritten: 0, onlyInMemory: 0, lost: 0, trouble: null },
    environmentId: null,
    fails: false,
    asked: [],
  })
})

const row = (name: string) => page.getByRole('row', { name: new RegExp(`^${name}`) })
const text = (of: { element: () => Element }) => () => of.element().textContent ?? ''

test('an unknown price is shown as nothing to pay', async () => {
  core.totals = { ...core.totals, unpriced: 4 }
  core.groups = [group(1, { cost: 0, unpriced: 4 }), group(2, { unpriced: 1 })]
  core.calls = [aCall({ cost: null, priceSource: 'unknown' }), aCall({ cost: 0, priceSource: 'provider' })]
  await renderPage()
  await expect.element(page.getByText('4 unpriced', { exact: false }).first()).toBeVisible()
  await expect.poll(text(row('key 1'))).toContain('unknown')
  await expect.poll(text(row('key 2'))).toContain('≥ $2.00')
  await expect.element(page.getByText('price unknown')).toBeVisible()
  await expect.poll(text(page.getByRole('grid'))).toContain('$0.00')
})

test('an estimate looks like a figure of the provider', async () => {
  core.totals = { ...core.totals, estimated: 2 }
  core.groups = [group(1, { estimated: 2 })]
  core.calls = [aCall({ tokens: { input: 120, cached: 0, output: 80, reasoning: 0, estimated: true } })]
  await renderPage()
  await expect.element(page.getByText('≈ 1.5 k', { exact: false }).first()).toBeVisible()
  await expect.element(page.getByText('≈ $3.00', { exact: false }).first()).toBeVisible()
  await expect.poll(text(row('key 1'))).toContain('≈ $1.00')
  await expect.poll(text(page.getByRole('grid'))).toContain('≈ 120')
})

test('a new profile shows charts of nothing instead of what to do', async () => {
  core.calls = []
  await renderPage()
  await expect.element(page.getByRole('heading', { name: 'No calls yet' })).toBeVisible()
  expect(await accessibilityFaults()).toEqual([])
  await page.getByRole('link', { name: 'Ask a model something' }).click()
  await expect.element(page.getByText('the playground')).toBeVisible()
})

test('the chart says less to who can not see it than to who can', async () => {
  await renderPage()
  const table = page.getByRole('table', { name: /Cost a day by key, as a table/ })
  await expect.element(table).toBeInTheDocument()
  expect(text(table)()).toContain('key 2key 1Total')
  expect(text(table)()).toContain('$2.00$1.00$3.00')
  expect(text(table)()).toContain('$6.00$3.00$9.00')
})

test('without a mouse no bar can be read, or its tip lacks a series', async () => {
  await renderPage()
  const chart = page.getByRole('application')
  await expect.element(chart).toBeVisible()
  ;(chart.element() as SVGElement).focus()
  await userEvent.keyboard('{ArrowRight}')
  const tip = () => document.querySelector('.usage-tip')?.textContent ?? ''
  await expect.poll(tip).toMatch(/key 2\$4\.00key 1\$2\.00Total\$6\.00Span before\$6\.00/)
})

test('another metric or group is drawn from the old question', async () => {
  await renderPage()
  await page.getByRole('button', { name: 'Tokens', exact: true }).click()
  await expect.element(page.getByRole('heading', { name: 'Tokens a day' })).toBeVisible()
  await page.getByRole('combobox', { name: 'Grouped by' }).click()
  await page.getByRole('option', { name: 'by model' }).click()
  await expect
    .poll(() => core.asked.some(({ procedure, input }) => isAbout(input, 'tokens', 'model') && procedure === 'series'))
    .toBe(true)
  await expect.element(page.getByRole('heading', { name: 'Models' })).toBeVisible()
})

test("the frame's environment does not narrow the page", async () => {
  core.environmentId = ENVIRONMENTS[1].id
  await renderPage()
  await expect.element(page.getByText('key 1').first()).toBeVisible()
  await expect.element(page.getByText('staging')).toBeVisible()
  const filters = core.asked
    .slice(1)
    .map(({ input }) => (input as { filter: { environmentId?: string } }).filter.environmentId)
  await expect.poll(() => filters.filter((id) => id === ENVIRONMENTS[1].id).length).toBeGreaterThan(5)
})

test('the usage of one key is that of all, or of the environment in the frame', async () => {
  core.environmentId = ENVIRONMENTS[1].id
  await renderPage(`/?key=${sampleKey().id}`)
  await expect.element(page.getByRole('link', { name: 'Only Laptop. Show all keys' })).toBeVisible()
  const filters = () => core.asked.slice(1).map(({ input }) => (input as { filter: object }).filter)
  await expect.poll(() => filters().length).toBeGreaterThan(5)
  expect(filters().every((filter) => JSON.stringify(filter) === JSON.stringify({ keyId: sampleKey().id }))).toBe(true)
})

test('the usage of one local key is that of all', async () => {
  const { localKeyId } = core
  await renderPage(`/?localKey=${localKeyId}`)
  await expect.element(page.getByRole('link', { name: 'Only aider. Show all keys' })).toBeVisible()
  const filters = () => core.asked.slice(1).map(({ input }) => (input as { filter: object }).filter)
  await expect.poll(() => filters().length).toBeGreaterThan(5)
  expect(filters().every((filter) => JSON.stringify(filter) === JSON.stringify({ localKeyId }))).toBe(true)
})

test('a call of the playground leads nowhere', async () => {
  core.calls = [aCall({ conversationId: '00000000-0000-4000-8000-0000000000d1' }), aCall({ origin: 'gateway' })]
  await renderPage()
  await expect
    .element(page.getByRole('link', { name: 'Playground' }))
    .toHaveAttribute('href', '/playground/00000000-0000-4000-8000-0000000000d1')
  await expect.element(page.getByRole('link', { name: 'Gateway' })).not.toBeInTheDocument()
})

test('a failed call hides its status and code', async () => {
  core.calls = [
    aCall({
      endState: 'error',
      status: 429,
      errorLayer: 'provider',
      errorCode: 'rate_limit_exceeded',
      tokens: null,
      cost: null,
    }),
    aCall({ endState: 'truncated', status: 200, errorCode: 'upstream_truncated' }),
  ]
  await renderPage()
  await expect.element(page.getByText('429 rate_limit_exceeded')).toBeVisible()
  await expect.element(page.getByText('cut off', { exact: true })).toBeVisible()
})

test('older calls never come, or come twice', async () => {
  core.calls = Array.from({ length: 230 }, (_, index) =>
    aCall({ startedAt: 1_700_000_000_000 - index, model: `m${index}` }),
  )
  await renderPage()
  const grid = page.getByRole('grid')
  await expect.element(grid).toHaveAttribute('aria-rowcount', '101')
  const scroll = grid.element()
  await expect
    .poll(() => {
      scroll.scrollTop = scroll.scrollHeight
      return scroll.getAttribute('aria-rowcount')
    })
    .toBe('231')
  await expect.element(page.getByText('m229')).toBeVisible()
})

test('calls that the disk refused are hidden from the person', async () => {
  core.state = { unwritten: 12, onlyInMemory: 3, lost: 0, trouble: 'disk-full' }
  await renderPage()
  await expect.element(page.getByText('12 calls could not be written, because the disk is full')).toBeVisible()
  await expect.element(page.getByText('Free some space before you quit', { exact: false })).toBeVisible()
})

test('a ledger that does not answer leaves the page turning for ever', async () => {
  core.fails = true
  await renderPage()
  await expect.element(page.getByRole('heading', { name: 'The usage could not be read' })).toBeVisible()
  core.fails = false
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect.element(page.getByText('key 1').first()).toBeVisible()
})

test('the filled page has faults that keep assistive technology out', async () => {
  await renderPage()
  await expect.element(page.getByRole('application')).toBeVisible()
  await expect.element(page.getByText('gpt-4o-mini', { exact: false }).first()).toBeVisible()
  expect(await accessibilityFaults()).toEqual([])
})

function isAbout(input: unknown, metric: string, groupBy: string): boolean {
  const question = input as { metric?: string; groupBy?: string }
  return question.metric === metric && question.groupBy === groupBy
}
