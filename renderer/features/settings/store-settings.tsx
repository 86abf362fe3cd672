import { useSecretStore } from '../../lib/use-secret-store.ts'
import { StoreHealth } from './store-health.tsx'
import { StoreMove } from './store-move.tsx'
import { StorePassphrase } from './store-passphrase.tsx'
import './store.css'

/** Which store holds the secrets, how it is, its passphrase, and the move to another one. */
export function StoreSettings() {
  const store = useSecretStore()
  if (!store) return null
  return (
    <>
      <StoreHealth store={store} />
      {store.kind === 'encrypted-file' && store.state === 'ready' ? <StorePassphrase /> : null}
      {store.kind === null ? null : <StoreMove store={store} />}
    </>
  )
}
