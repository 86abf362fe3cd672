import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { accountLimits } from '../../../contract/account-types.ts'
import type { VaultKey } from '../../../contract/keys.ts'
import type { ModelTier } from '../../../contract/limits.ts'
import { orpc } from '../../lib/client.ts'
import { providers } from '../../strings/en/providers.ts'
import { Chip } from '../../ui/chip.tsx'
import { Combobox } from '../../ui/combobox.tsx'
import { Select } from '../../ui/select.tsx'

const words = providers.tiers
const accountTypes = ['free', 'basic', 'pro', 'enterprise', 'custom'] as const

interface TierPreviewProps {
  keys: readonly VaultKey[]
  model: string
  onModel: (model: string) => void
  /** The rule that decides; null where none does. */
  rule: { place: number; pattern: string; tier: ModelTier } | null
}

/** Tries the rules as they stand in the form: type a model's id, or choose one of a key's list. */
export function TierPreview({ keys, model, onModel, rule }: TierPreviewProps) {
  const [keyId, setKeyId] = useState<string | null>(null)
  // The list may have to be fetched from the provider, so nobody is asked before the person wants one.
  const [isWanted, setIsWanted] = useState(false)
  const key = keys.find((one) => one.id === keyId) ?? keys.find((one) => one.status === 'active') ?? keys[0]
  const list = useQuery({
    ...orpc.keys.models.queryOptions({ input: { id: key?.id ?? '', refresh: false } }),
    enabled: isWanted && key !== undefined,
  })
  const options = (list.data?.models ?? []).map((one) => ({ value: one.id }))
  const foot = !key
    ? words.tryNoKey
    : list.isFetching
      ? words.tryLoading
      : list.error || (list.data?.error && options.length === 0)
        ? words.tryFailed
        : words.tryList(key.name)
  const tier = rule?.tier ?? 'standard'
  return (
    <section className="provider__try" aria-label={words.try}>
      <div className="provider__try-fields" onFocus={() => setIsWanted(true)}>
        <Combobox
          aria-label={words.try}
          mono
          value={model}
          onValueChange={onModel}
          options={options}
          placeholder={words.tryPlaceholder}
          foot={foot}
        />
        {keys.length > 1 && key ? (
          <Select
            aria-label={words.tryKey}
            value={key.id}
            options={keys.map((one) => ({ value: one.id, text: words.tryList(one.name) }))}
            onValueChange={setKeyId}
          />
        ) : null}
      </div>
      <p className="provider__verdict" role="status">
        {model.trim() === '' ? (
          <span className="text-fg-3">{words.idle}</span>
        ) : (
          <>
            {rule ? words.decides(rule.place, rule.pattern.trim()) : words.noneDecides} <Chip>{words.names[tier]}</Chip>{' '}
            <span className="text-fg-2">{whoMay(tier)}</span>
          </>
        )}
      </p>
    </section>
  )
}

function whoMay(tier: ModelTier): string {
  const may = accountTypes.filter((type) => accountLimits[type].tiers.includes(tier))
  if (may.length === accountTypes.length) return words.mayUseAll
  const names = may.map((type) => words.accountTypes[type])
  return words.mayUse(words.or(names.slice(0, -1).join(', '), names.at(-1) ?? ''))
}
