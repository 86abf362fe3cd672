import type { ReactNode } from 'react'
import { expect } from 'vitest'
import { page } from 'vitest/browser'
import { queryClient } from '../lib/client.ts'
import { emptyGateway, type FakeGateway } from './fake-gateway.ts'
import { renderPage } from './render-page.tsx'
import { sampleKey } from './sample-rows.ts'

/** Before each test of the gateway's page: a wide window, and a gateway that is off and has a vault key, but for what is given. */
export async function resetGateway(fake: FakeGateway, change: Partial<FakeGateway> = {}): Promise<void> {
  await page.viewport(1_440, 900)
  Object.assign(fake, emptyGateway(), { keys: [sampleKey()] }, change)
  queryClient.clear()
}

/** Draws the gateway's page. */
export async function openGateway(
  GatewayPage: () => ReactNode,
  { theme = 'light', address = '/gateway' } = {},
): Promise<void> {
  document.documentElement.dataset['theme'] = theme
  await renderPage('/gateway', GatewayPage, { queryClient, address })
  await expect.element(page.getByRole('heading', { level: 1, name: 'Gateway' })).toBeVisible()
}

/** The panel of a local key. */
export const localKeyPanel = (name: string) => page.getByRole('complementary', { name: `Local key ${name}` })

/** What the page asked of one procedure, call by call. */
export const askedOf = (fake: FakeGateway, procedure: string): unknown[] =>
  fake.asked.filter((one) => one.procedure === procedure).map(({ input }) => input)
