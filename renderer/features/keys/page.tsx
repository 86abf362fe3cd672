import { wordsOf } from '../../lib/known-error.ts'
import { useCurrentEnvironment } from '../../lib/use-environments.ts'
import { keys as words } from '../../strings/en/keys.ts'
import { ui } from '../../strings/en/ui.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import './keys.css'
import './keys-first.css'
import './keys-narrow.css'
import './table/table.css'
import { useKeysData } from './use-keys-data.ts'
import { Vault } from './vault.tsx'

/** The vault: environments as decks, keys in a table, one of them in the panel. */
export function KeysPage() {
  const data = useKeysData()
  const { current, select } = useCurrentEnvironment()
  if (!data.isReady) return <NotReady error={data.error} retry={data.retry} />
  return <Vault data={data} current={current} onEnvironment={select} />
}

function NotReady({ error, retry }: { error: unknown; retry: () => void }) {
  if (!error) {
    return (
      <div className="page items-center justify-center">
        <Spinner />
      </div>
    )
  }
  return (
    <div className="page">
      <EmptyState title={words.failed} text={wordsOf(error)} actions={<Button onClick={retry}>{ui.retry}</Button>} />
    </div>
  )
}
