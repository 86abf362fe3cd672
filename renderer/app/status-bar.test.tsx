import { beforeEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { queryClient } from '../lib/client.ts'
import type { SecretStoreStatus } from '../lib/use-secret-store.ts'
import { accessibilityFaults } from '../testing/axe.ts'
import type { FakeGateway } from '../testing/fake-gateway.ts'
import { renderPage } from '../testing/render-page.tsx'
import { numberedKey } from '../testing/sample-rows.ts'
import { StatusBar } from './status-bar.tsx'

const held = vi.hoisted(() => ({ fake: {} as unknown as FakeGateway }))

vi.mock('../lib/client.ts', async () => {
  const { emptyGateway, fakeGatewayClient } = await import('../testing/fake-gateway.ts')
  held.fake = emptyGateway()
  return fakeGatewayClient(held.fake)
})

const { fake } = held
const now = Date.now()
const store = {
  kind: 'os-keychain',
  place: 'Secret Service of a desktop with a long name',
  state: 'ready',
  sentinelReadAt: now,
} as unknown as SecretStoreStatus
const today = { calls: 1_674, errors: 124, cost: 4_480_000, unpriced: 3 }

beforeEach(() => {
  queryClient.clear()
  fake.gateway = { ...fake.gateway, state: 'on', since: now, running: 12 }
  fake.keys = [{ ...numberedKey(1), rotation: { state: 'due', everyDays: 90, dueAt: 1 } }]
})

test.each([720, 900, 1_100, 1_440])('in a window of %i pixels a part of the bar is cut', async (width) => {
  await page.viewport(width, 450)
  await renderPage('/keys', () => <StatusBar store={store} today={today} />, { queryClient })
  const bar = page.getByRole('contentinfo', { name: 'Status' })
  await expect.element(bar.getByText('12 under way')).toBeVisible()
  await expect.element(bar.getByText('$4.48')).toBeVisible()
  const element = bar.element() as HTMLElement
  // The frame's own edge takes the rest.
  element.style.width = `${width - 4}px`
  expect(element.scrollWidth).toBeLessThanOrEqual(element.clientWidth)
  expect(await accessibilityFaults()).toEqual([])
})
