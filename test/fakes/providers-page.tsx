import { QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { expect } from 'vitest'
import { page } from 'vitest/browser'
import { ProvidersSection } from '../../renderer/features/providers/section.tsx'
import { queryClient } from '../../renderer/lib/client.ts'
import { render } from '../../renderer/testing/render.tsx'
import { sampleProvider } from '../../renderer/testing/sample-rows.ts'
import { core } from './providers-core.ts'

/** Draws the providers' section at its address, with `item` chosen; its test mocks the client. */
export async function openSection(item?: string): Promise<void> {
  queryClient.clear()
  const root = createRootRoute()
  const routes = [
    createRoute({
      getParentRoute: () => root,
      path: '/settings/$section',
      validateSearch: (search): { item?: string } =>
        typeof search['item'] === 'string' ? { item: search['item'] } : {},
      component: ProvidersSection,
    }),
    createRoute({ getParentRoute: () => root, path: '/keys', component: () => 'the keys page' }),
    createRoute({ getParentRoute: () => root, path: '/playground', component: () => 'the playground' }),
  ]
  const history = createMemoryHistory({ initialEntries: [`/settings/providers${item ? `?item=${item}` : ''}`] })
  const router = createRouter({ routeTree: root.addChildren(routes), history })
  await render(
    <QueryClientProvider client={queryClient}>
      <div style={{ width: 1100, height: 760 }}>
        <RouterProvider router={router as never} />
      </div>
    </QueryClientProvider>,
  )
}

/** Opens the form of a provider and waits until it is there. */
export async function openEditor(id: string = sampleProvider.id): Promise<void> {
  await openSection(id)
  await expect.element(page.getByLabelText('Base URL')).toBeVisible()
}

export const button = (name: string | RegExp) => page.getByRole('button', { name })
export const openTab = (name: RegExp) => page.getByRole('tab', { name }).click()
export const save = () => page.getByRole('form').getByRole('button', { name: /^Save/ }).click()

/** What the core was asked under a procedure's name. */
export const asked = (procedure: string) =>
  core.asked.filter((one) => one.procedure === procedure).map((one) => one.input as Record<string, unknown>)
