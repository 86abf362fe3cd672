import { createHashHistory, createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router'
import { lazyPart } from '../lib/lazy-part.ts'
import { Spinner } from '../ui/spinner.tsx'
import { Frame } from './frame.tsx'
import { NotFound } from './not-found.tsx'
import { PageError } from './page-error.tsx'
import { OpenSettingsSection, settingsSections } from './settings-sections.tsx'

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** While no secret store is chosen, the choice stands in this page's place. */
    needsSecrets?: boolean
  }
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}

/** What pages take from their address that can be about one key: its panel, its usage, its audit. */
interface OneKeySearch {
  key?: string
}

const oneKey = (search: Record<string, unknown>): OneKeySearch =>
  typeof search['key'] === 'string' ? { key: search['key'] } : {}

/** Usage may be that of one local key. */
interface UsageSearch extends OneKeySearch {
  localKey?: string
}

/** What the gateway's page takes from its address: the local key in the panel, or the tool to be connected. */
interface GatewaySearch extends OneKeySearch {
  connect?: string
  /** Asks at once for a new local key. */
  new?: true
}

/** What a section of the settings takes from its address. */
interface SectionSearch {
  /** The one thing that is open in it: a provider, an environment. */
  item?: string
}

const rootRoute = createRootRoute({ component: Frame, notFoundComponent: NotFound })

const indexRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/keys', replace: true })
  },
})

const keysRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/keys',
  staticData: { needsSecrets: true },
  validateSearch: oneKey,
  component: lazyPart(async () => (await import('../features/keys/page.tsx')).KeysPage),
})

const auditRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/audit',
  validateSearch: oneKey,
  component: lazyPart(async () => (await import('../features/keys/audit/page.tsx')).AuditPage),
})

const playgroundRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/playground',
  staticData: { needsSecrets: true },
  component: lazyPart(async () => (await import('../features/playground/page.tsx')).PlaygroundPage),
})

const conversationRoute = createRoute({
  getParentRoute: () => playgroundRoute,
  path: '$conversationId',
})

const usageRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/usage',
  validateSearch: (search: Record<string, unknown>): UsageSearch => ({
    ...oneKey(search),
    ...(typeof search['localKey'] === 'string' ? { localKey: search['localKey'] } : {}),
  }),
  component: lazyPart(async () => (await import('../features/calls/page.tsx')).UsagePage),
})

const gatewayRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/gateway',
  staticData: { needsSecrets: true },
  validateSearch: (search: Record<string, unknown>): GatewaySearch => ({
    ...oneKey(search),
    ...(typeof search['connect'] === 'string' ? { connect: search['connect'] } : {}),
    ...(search['new'] === true ? { new: true } : {}),
  }),
  component: lazyPart(async () => (await import('../features/gateway/page.tsx')).GatewayPage),
})

const SettingsPage = lazyPart(async () => (await import('../features/settings/page.tsx')).SettingsPage)

const settingsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings',
  component: () => <SettingsPage sections={settingsSections} />,
})

const firstSection = { to: '/settings/$section', params: { section: 'general' }, replace: true } as const

const settingsIndexRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect(firstSection)
  },
})

const settingsSectionRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '$section',
  validateSearch: (search): SectionSearch => (typeof search['item'] === 'string' ? { item: search['item'] } : {}),
  beforeLoad: ({ params }) => {
    if (!settingsSections.some(({ id }) => id === params.section)) throw redirect(firstSection)
  },
  component: OpenSettingsSection,
})

/** The pages and their addresses. The hash keeps them the same in both hosts. */
export function createAppRouter() {
  return createRouter({
    routeTree: rootRoute.addChildren([
      indexRoute,
      keysRoute,
      auditRoute,
      playgroundRoute.addChildren([conversationRoute]),
      usageRoute,
      gatewayRoute,
      settingsRoute.addChildren([settingsIndexRoute, settingsSectionRoute]),
    ]),
    history: createHashHistory(),
    defaultErrorComponent: PageError,
    defaultPendingComponent: PagePending,
    defaultPendingMs: 200,
    defaultPreload: 'intent',
    scrollRestoration: true,
  })
}

function PagePending() {
  return (
    <div className="grid place-items-center flex-1">
      <Spinner />
    </div>
  )
}
