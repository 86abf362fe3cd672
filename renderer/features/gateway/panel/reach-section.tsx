import { useQuery } from '@tanstack/react-query'
import { Boxes, Check, Copy } from 'lucide-react'
import { useState } from 'react'
import type { LocalKey } from '../../../../contract/local-keys.ts'
import { orpc } from '../../../lib/client.ts'
import { wordsOf } from '../../../lib/known-error.ts'
import { localKeys } from '../../../strings/en/local-keys.ts'
import { Chip } from '../../../ui/chip.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Spinner } from '../../../ui/spinner.tsx'
import { TextInput } from '../../../ui/text-input.tsx'
import { useCopied } from '../../../ui/use-copied.ts'

const words = localKeys.reach
const shownAtMost = 40

/** What tools with this key can name now. */
export function ReachSection({ localKey }: { localKey: LocalKey }) {
  const { data, error } = useQuery(orpc.gateway.localKeys.models.queryOptions({ input: { id: localKey.id } }))
  const [filter, setFilter] = useState('')
  const wanted = filter.trim().toLowerCase()
  const found = data?.filter(({ id }) => id.toLowerCase().includes(wanted)) ?? []
  return (
    <section className="sect" aria-label={words.heading}>
      <h3>
        <Boxes className="i i--14" aria-hidden="true" />
        {words.heading}
        {data ? <span className="text-fg-3">{data.length}</span> : null}
      </h3>
      {error ? (
        <p className="models__note">{`${words.failed} ${wordsOf(error)}`}</p>
      ) : !data ? (
        <Spinner />
      ) : data.length === 0 ? (
        <p className="text-12 text-fg-3">{words.none}</p>
      ) : (
        <div className="models">
          {data.length > 12 ? (
            <TextInput
              size="small"
              aria-label={words.filter}
              placeholder={words.filter}
              value={filter}
              onValueChange={setFilter}
            />
          ) : null}
          <ul className="models__list">
            {found.slice(0, shownAtMost).map(({ id, providerName, tier }) => (
              <li key={id}>
                <span className="mono sel">{id}</span>
                <span className="text-11 text-fg-3 trunc">{providerName}</span>
                <Chip>{localKeys.fields.tierNames[tier].toLowerCase()}</Chip>
                <CopyModel id={id} />
              </li>
            ))}
          </ul>
          <p className="models__note">
            {found.length === 0
              ? words.nothing
              : found.length > shownAtMost
                ? words.more(found.length - shownAtMost)
                : words.hint}
          </p>
        </div>
      )}
    </section>
  )
}

function CopyModel({ id }: { id: string }) {
  const { isCopied, copy } = useCopied()
  return (
    <IconButton
      label={words.copy(id)}
      size="small"
      icon={isCopied ? <Check className="i i--12" /> : <Copy className="i i--12" />}
      onClick={() => copy(id)}
    />
  )
}
