import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import {
  type AnyRouter,
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { render } from './render.tsx'

const paths = ['/keys', '/audit', '/usage', '/playground', '/settings/$section', '/gateway'] as const

/** Draws a page at its address, among the others, which only say what they are. */
export async function renderPage(
  path: (typeof paths)[number],
  Page: () => ReactNode,
  { queryClient, address = path }: { queryClient: QueryClient; address?: string },
): Promise<void> {
  const root = createRootRoute()
  const routes = paths.map((one) =>
    createRoute({
      getParentRoute: () => root,
      path: one,
      validateSearch: (search: Record<string, unknown>) => search,
      component: one === path ? Page : () => `the page ${one}`,
    }),
  )
  const history = createMemoryHistory({ initialEntries: [address] })
  const router: AnyRouter = createRouter({ routeTree: root.addChildren(routes), history })
  await render(
    <QueryClientProvider client={queryClient}>
      <div className="main" style={{ display: 'flex', flexDirection: 'column', width: 1280, height: 790 }}>
        <RouterProvider router={router as never} />
      </div>
    </QueryClientProvider>,
  )
}
