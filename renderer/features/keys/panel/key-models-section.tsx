import { useQuery } from '@tanstack/react-query'
import { Boxes } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { VaultKey } from '../../../../contract/keys.ts'
import { hintFor } from '../../../lib/call-error.ts'
import { client, orpc, queryClient } from '../../../lib/client.ts'
import { formatAgo } from '../../../lib/format.ts'
import { wordsOf } from '../../../lib/known-error.ts'
import { keys } from '../../../strings/en/keys.ts'
import { Button } from '../../../ui/button.tsx'
import { Chip } from '../../../ui/chip.tsx'
import { ErrorBlock } from '../../../ui/error-block.tsx'
import { Spinner } from '../../../ui/spinner.tsx'
import { TextInput } from '../../../ui/text-input.tsx'

const words = keys.models
const shownAtMost = 60

/** The models that the provider lists for this key. Closed at first: opening it may ask the provider. */
export function KeyModelsSection({ vaultKey }: { vaultKey: VaultKey }) {
  const [isOpen, setIsOpen] = useState(false)
  const count = vaultKey.lastCheck?.models ?? null
  return (
    <section className="sect">
      <h3>
        <Boxes className="i i--14" aria-hidden="true" />
        {words.heading}
        {count === null ? null : <span className="text-fg-3">{count}</span>}
        <span className="sect__end">
          <Button variant="link" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
            {isOpen ? words.hide : words.show}
          </Button>
        </span>
      </h3>
      {isOpen ? <ModelList id={vaultKey.id} /> : null}
    </section>
  )
}

function ModelList({ id }: { id: string }) {
  const options = orpc.keys.models.queryOptions({ input: { id, refresh: false } })
  const { data: list, error } = useQuery(options)
  const [filter, setFilter] = useState('')
  const [isFetching, setIsFetching] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)
  const found = useMemo(() => {
    const wanted = filter.toLowerCase().trim()
    return (list?.models ?? []).filter((model) => model.id.toLowerCase().includes(wanted))
  }, [list, filter])
  const fetchAgain = async () => {
    setIsFetching(true)
    setFailure(null)
    try {
      queryClient.setQueryData(options.queryKey, await client.keys.models({ id, refresh: true }))
    } catch (thrown) {
      setFailure(thrown)
    } finally {
      setIsFetching(false)
    }
  }
  const broken = failure ?? error
  if (!list) return broken ? <p className="models__note">{`${words.failed} ${wordsOf(broken)}`}</p> : <Spinner />
  const allowed = list.models.filter((model) => model.allowed).length
  return (
    <div className="models">
      {list.error ? (
        <ErrorBlock
          error={{ ...list.error, status: list.error.layer === 'provider' ? list.error.status : null }}
          hint={hintFor(list.error)}
        />
      ) : null}
      {broken ? <p className="models__note">{`${words.failed} ${wordsOf(broken)}`}</p> : null}
      {list.models.length > 12 ? (
        <TextInput
          size="small"
          aria-label={words.filter}
          placeholder={words.filter}
          value={filter}
          onValueChange={setFilter}
        />
      ) : null}
      {list.models.length > 0 ? (
        <ul className="models__list" aria-label={words.heading}>
          {found.slice(0, shownAtMost).map((model) => (
            <li key={model.id} className={model.allowed ? undefined : 'text-fg-3'}>
              <span className="mono sel">{model.id}</span>
              {model.allowed ? null : <span className="models__note">{words.notAllowed}</span>}
              <Chip>{words.tiers[model.tier]}</Chip>
            </li>
          ))}
          {found.length === 0 ? <li className="text-fg-3">{words.noMatch}</li> : null}
          {found.length > shownAtMost ? <li className="text-fg-3">{words.more(found.length - shownAtMost)}</li> : null}
        </ul>
      ) : list.error ? null : (
        <p className="models__note">{words.none}</p>
      )}
      <div className="models__foot">
        <span className="models__note">
          {list.fetchedAt === null
            ? null
            : `${words.count(allowed, list.models.length)}. ${words.fetched(formatAgo(list.fetchedAt))}.`}
        </span>
        <span className="sect__end">
          <Button size="small" busy={isFetching} onClick={() => void fetchAgain()}>
            {words.refresh}
          </Button>
        </span>
      </div>
    </div>
  )
}
