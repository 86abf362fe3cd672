import { useLocation } from '@tanstack/react-router'
import { lazyPart } from '../lib/lazy-part.ts'
import type { HostInfo } from '../lib/use-host.ts'
import type { SecretStoreStatus } from '../lib/use-secret-store.ts'
import { frame } from '../strings/en/frame.ts'
import { OverlayBoundary } from './overlay-boundary.tsx'

/** Fetched ahead: with a troubled store, the files of the page may be hard to get, too. */
export const SecretStoreTrouble = lazyPart(
  async () => (await import('../features/first-run/secret-store-trouble.tsx')).SecretStoreTrouble,
)
const UnfinishedMove = lazyPart(async () => (await import('../features/first-run/unfinished-move.tsx')).UnfinishedMove)

/** What the secret store has to say above every page: its trouble, and a move that has not come to its end. */
export function StoreBars({ store, platform }: { store: SecretStoreStatus; platform: HostInfo['platform'] }) {
  // Its own settings say it with what can be done about it.
  const isInSettings = useLocation({ select: ({ pathname }) => pathname === '/settings/secret-store' })
  const isTroubled = store.state !== 'ready' && store.state !== 'unchosen'
  const hasMove = store.interruptedMove !== null && !store.interruptedMove.running
  return (
    <>
      {isTroubled ? (
        <OverlayBoundary title={frame.status.trouble}>
          <SecretStoreTrouble status={store} platform={platform} />
        </OverlayBoundary>
      ) : null}
      {hasMove && !isInSettings ? (
        <OverlayBoundary title={frame.status.trouble}>
          <UnfinishedMove status={store} />
        </OverlayBoundary>
      ) : null}
    </>
  )
}
