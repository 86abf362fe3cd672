import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from '@tanstack/react-router'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { lazyPart } from '../lib/lazy-part.ts'
import { render } from '../testing/render.tsx'
import { PageError } from './page-error.tsx'

test('a page that breaks says what happened, leaves the rest standing, and can be tried again', async () => {
  let isBroken = true
  const root = createRootRoute()
  const keys = createRoute({
    getParentRoute: () => root,
    path: '/keys',
    component: () => {
      if (isBroken) throw new Error('rows is not iterable')
      return <h1>Keys</h1>
    },
  })
  const router = createRouter({
    routeTree: root.addChildren([keys]),
    history: createMemoryHistory({ initialEntries: ['/keys'] }),
    defaultErrorComponent: PageError,
  })
  await render(
    <>
      <p>The frame</p>
      {/* The app's own router is registered for types; this one has a single page. */}
      <RouterProvider router={router as never} />
    </>,
  )
  await expect.element(page.getByRole('heading', { name: 'Keys stopped working' })).toBeVisible()
  await expect.element(page.getByText('rows is not iterable')).toBeVisible()
  await expect.element(page.getByText('The frame')).toBeVisible()
  isBroken = false
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect.element(page.getByRole('heading', { name: 'Keys' })).toBeVisible()
})

test('a page whose file can not be fetched says so inside the frame, and is there once the file is', async () => {
  let isUp = false
  let tries = 0
  const root = createRootRoute({
    component: () => (
      <>
        <nav>The frame</nav>
        <Outlet />
      </>
    ),
  })
  const usage = createRoute({
    getParentRoute: () => root,
    path: '/usage',
    component: lazyPart(async () => {
      tries += 1
      if (!isUp) throw new TypeError('Failed to fetch dynamically imported module')
      return () => <h1>Usage</h1>
    }, [0, 0]),
  })
  const router = createRouter({
    routeTree: root.addChildren([usage]),
    history: createMemoryHistory({ initialEntries: ['/usage'] }),
    defaultErrorComponent: PageError,
  })
  await render(<RouterProvider router={router as never} />)
  await expect.element(page.getByRole('heading', { name: 'Usage could not be loaded' })).toBeVisible()
  await expect.element(page.getByText('The frame')).toBeVisible()
  await expect.element(page.getByRole('button', { name: 'Load the page again' })).toBeVisible()
  const before = tries
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect.poll(() => tries).toBeGreaterThanOrEqual(before + 3)
  await expect.element(page.getByRole('heading', { name: 'Usage could not be loaded' })).toBeVisible()
  isUp = true
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect.element(page.getByRole('heading', { name: 'Usage', exact: true })).toBeVisible()
})
