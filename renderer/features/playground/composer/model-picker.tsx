import { Combobox } from '@base-ui/react/combobox'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Check, ChevronsUpDown, RotateCw } from 'lucide-react'
import { useMemo, useState } from 'react'
import { hintFor } from '../../../lib/call-error.ts'
import { client, orpc } from '../../../lib/client.ts'
import { formatAgo } from '../../../lib/format.ts'
import { playground } from '../../../strings/en/playground.ts'
import { Button } from '../../../ui/button.tsx'
import { Chip } from '../../../ui/chip.tsx'
import type { ModelList, VaultKey } from '../types.ts'
import { type ModelGroup, type ModelItem, modelGroups } from './model-groups.ts'

const words = playground.models
const SHOWN_AT_MOST = 300

export interface ModelPickerProps {
  vaultKey: VaultKey | undefined
  value: string
  onValueChange: (model: string) => void
}

/** The models of a key, by tier; any id can be typed. What its account type does not include is marked. */
export function ModelPicker({ vaultKey, value, onValueChange }: ModelPickerProps) {
  const [isOpen, setIsOpen] = useState(false)
  const [query, setQuery] = useState('')
  const list = useModels(vaultKey)
  const groups = useMemo(() => modelGroups(list.data?.models ?? [], query, value), [list.data, query, value])
  const chosen = list.data?.models.find((model) => model.id === value)
  return (
    <Combobox.Root<ModelItem>
      items={groups}
      value={value === '' ? null : { id: value, tier: chosen?.tier ?? null, isAllowed: chosen?.allowed ?? true }}
      itemToStringLabel={(item) => item.id}
      isItemEqualToValue={(one, other) => one.id === other.id}
      onValueChange={(item) => {
        if (item) onValueChange(item.id)
      }}
      inputValue={query}
      onInputValueChange={(next, details) => {
        if (details.reason !== 'item-press') setQuery(next)
      }}
      filter={null}
      limit={SHOWN_AT_MOST}
      autoHighlight
      open={isOpen}
      onOpenChange={(open) => {
        setIsOpen(open)
        setQuery('')
      }}
      disabled={!vaultKey}
    >
      <Combobox.Trigger className="pick pick--model" aria-label={playground.composer.model}>
        <span className="trunc">{value === '' ? playground.composer.chooseModel : value}</span>
        {chosen ? <TierChip tier={words.tiers[chosen.tier]} isAllowed={chosen.allowed} /> : null}
        <ChevronsUpDown className="i i--12" />
      </Combobox.Trigger>
      <Combobox.Portal>
        <Combobox.Positioner className="floating" side="top" align="start" sideOffset={6}>
          <Combobox.Popup className="menu menu--list model-menu" aria-label={playground.composer.model}>
            <div className="model-menu__search">
              <Combobox.Input className="model-menu__input" placeholder={words.search} spellCheck={false} />
            </div>
            <Combobox.Empty className="menu__note">{emptyWords(list, query)}</Combobox.Empty>
            <Combobox.List className="menu__list">
              {(group: ModelGroup) => <Group key={group.value} group={group} />}
            </Combobox.List>
            <ModelListFoot list={list} />
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  )
}

function Group({ group }: { group: ModelGroup }) {
  return (
    <Combobox.Group items={group.items}>
      <Combobox.GroupLabel className="menu__group">{group.value}</Combobox.GroupLabel>
      <Combobox.Collection>
        {(item: ModelItem) => (
          <Combobox.Item key={item.id} value={item} className="menu__item">
            <span className="menu__text">{item.isTyped ? words.asTyped(item.id) : item.id}</span>
            <span className="menu__end">
              {item.isAllowed ? null : <Chip tone="warn">{words.notAllowed}</Chip>}
              <Combobox.ItemIndicator>
                <Check className="i i--12" />
              </Combobox.ItemIndicator>
            </span>
          </Combobox.Item>
        )}
      </Combobox.Collection>
    </Combobox.Group>
  )
}

function TierChip({ tier, isAllowed }: { tier: string; isAllowed: boolean }) {
  return (
    <span className="hide-narrow">
      <Chip tone={isAllowed ? 'neutral' : 'warn'}>{isAllowed ? tier.toLowerCase() : words.notAllowed}</Chip>
    </span>
  )
}

interface ListState {
  data: ModelList | undefined
  isFetching: boolean
  refresh: () => void
}

function useModels(vaultKey: VaultKey | undefined): ListState {
  const queries = useQueryClient()
  const id = vaultKey?.id ?? ''
  const options = orpc.keys.models.queryOptions({ input: { id } })
  const query = useQuery({ ...options, enabled: id !== '' })
  const [isRefreshing, setIsRefreshing] = useState(false)
  return {
    data: query.data,
    isFetching: query.isFetching || isRefreshing,
    refresh() {
      setIsRefreshing(true)
      client.keys
        .models({ id, refresh: true })
        .then(
          (list) => queries.setQueryData(options.queryKey, list),
          () => query.refetch(),
        )
        .finally(() => setIsRefreshing(false))
    },
  }
}

/** Where the list comes from, why it could not be fetched, and how to fetch it again. */
function ModelListFoot({ list }: { list: ListState }) {
  const { data, isFetching, refresh } = list
  const error = data?.error ?? null
  return (
    <div className="menu__foot model-menu__foot">
      <div>
        {error ? (
          <>
            <p className="fg-bad">
              {error.status === null ? null : `${error.status} `}
              <code>{error.code}</code> {error.providerMessage ? `“${error.providerMessage}”` : error.message}
            </p>
            <p>{data && data.models.length > 0 ? words.failedKept : words.failed}</p>
            <p>{hintFor(error)}</p>
          </>
        ) : (
          <p>{data?.fetchedAt ? words.fetched(formatAgo(data.fetchedAt)) : words.never}</p>
        )}
      </div>
      <Button size="small" busy={isFetching} icon={<RotateCw className="i i--12" />} onClick={refresh}>
        {isFetching ? words.refreshing : words.refresh}
      </Button>
    </div>
  )
}

function emptyWords(list: ListState, query: string): string {
  if (query !== '') return words.noMatch
  if (list.data === undefined || list.isFetching) return words.loading
  return list.data.error ? words.failed : words.none
}
