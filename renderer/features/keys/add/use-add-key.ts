import { useQuery } from '@tanstack/react-query'
import { type RefObject, useRef, useState } from 'react'
import type { z } from 'zod'
import type { EntryNote, NewKey, VaultKey } from '../../../../contract/keys.ts'
import type { AccountType } from '../../../../contract/limits.ts'
import type { Provider } from '../../../../contract/providers.ts'
import { client, orpc } from '../../../lib/client.ts'
import { freeName } from '../../../lib/free-name.ts'
import { knownError, pick, refusedFields, wordsOf } from '../../../lib/known-error.ts'
import { readPerMinute } from '../../../lib/read-typed.ts'
import type { Environment } from '../../../lib/use-environments.ts'
import { keysAdd as words } from '../../../strings/en/keys-add.ts'

/** What the form holds. The secret is not among it. */
export interface Draft {
  providerId: string
  environmentId: string
  name: string
  accountType: AccountType
  /** As typed; only a custom account has its own. */
  perMinute: string
  notes: string
  overrideReason: string
}

/** Null until the person chooses: then it is what is usual for the provider, even one that was added a moment ago. */
type StoredDraft = Omit<Draft, 'accountType'> & { accountType: AccountType | null }

/** Where a refusal is shown. `other-environment` asks for a reason. */
export interface Refusal {
  at: 'secret' | 'perMinute' | 'form' | 'other-environment'
  text: string
}

export interface Added {
  key: VaultKey
  notes: z.infer<typeof EntryNote>[]
  provider: Provider
}

interface AddKeyOptions {
  providers: readonly Provider[]
  environments: readonly Environment[]
  environmentId: string | null
  onAdded: (added: Added) => void
}

/** The state of the form for adding a key, and how it is sent. */
export interface AddKeyForm {
  draft: Draft
  change: (part: Partial<Draft>) => void
  provider: Provider | undefined
  environment: Environment | undefined
  defaultName: string
  secret: RefObject<HTMLTextAreaElement | null>
  refusal: Refusal | null
  isBusy: boolean
  submit: (from: 'field' | 'clipboard') => Promise<void>
}

/**
 * Sends what the form holds. The secret goes from its field into the call and is cleared as soon as the core took it.
 * What was refused waits in the field, selected, to be mended or pasted over; it goes when the form closes.
 */
export function useAddKey({ providers, environments, environmentId, onAdded }: AddKeyOptions): AddKeyForm {
  const [first] = providers
  const [stored, setStored] = useState<StoredDraft>(() => ({
    providerId: first?.id ?? '',
    environmentId: environmentId ?? environments[0]?.id ?? '',
    name: '',
    accountType: null,
    perMinute: '',
    notes: '',
    overrideReason: '',
  }))
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const secret = useRef<HTMLTextAreaElement>(null)
  const provider = providers.find((one) => one.id === stored.providerId)
  const environment = environments.find((one) => one.id === stored.environmentId)
  const draft: Draft = { ...stored, accountType: stored.accountType ?? usualAccount(provider) }
  const keys = useQuery(orpc.keys.list.queryOptions()).data
  const wantedName = words.defaultName(provider?.name ?? '', environment?.name ?? '')
  const defaultName = freeName(wantedName, keys?.map(({ name }) => name) ?? [])

  const change = (part: Partial<Draft>) => {
    setStored((before) => ({ ...before, ...(part.providerId ? { accountType: null } : {}), ...part }))
    if (!('overrideReason' in part)) setRefusal(null)
  }

  const clear = () => {
    if (secret.current) secret.current.value = ''
  }

  const submit = async (from: 'field' | 'clipboard') => {
    if (isBusy || !provider || !environment) return
    const input = toNewKey(draft, defaultName)
    if (input === null) return setRefusal({ at: 'perMinute', text: words.perMinuteError })
    setRefusal(null)
    setIsBusy(true)
    try {
      const added =
        from === 'clipboard'
          ? await client.keys.addFromClipboard(input)
          : await client.keys.add({ ...input, ...pastedIn(secret.current) })
      clear()
      onAdded({ ...added, provider })
    } catch (error) {
      const next = refusalOf(error, environment.name)
      setRefusal(next)
      if (next.at === 'secret') {
        secret.current?.focus()
        secret.current?.select()
      }
    } finally {
      setIsBusy(false)
    }
  }

  return { draft, change, provider, environment, defaultName, secret, refusal, isBusy, submit }
}

/** The account types are Yunxin's; other providers have limits of their own, which the person knows. */
export const usualAccount = (provider: Provider | undefined): AccountType =>
  provider?.preset === 'yunxin' ? 'free' : 'custom'

const pastedIn = (field: HTMLTextAreaElement | null): { secret?: string } =>
  field && field.value !== '' ? { secret: field.value } : {}

function toNewKey(draft: Draft, defaultName: string): NewKey | null {
  const isCustom = draft.accountType === 'custom'
  const perMinute = isCustom ? readPerMinute(draft.perMinute) : null
  if (perMinute === undefined) return null
  const overrideReason = draft.overrideReason.trim()
  return {
    name: draft.name.trim() || defaultName,
    providerId: draft.providerId,
    environmentId: draft.environmentId,
    accountType: draft.accountType,
    requestsPerMinute: perMinute,
    tags: [],
    notes: draft.notes.trim(),
    ...(overrideReason ? { overrideReason } : {}),
  }
}

/** What the core refused, in words and at its place. */
export function refusalOf(error: unknown, environmentName: string): Refusal {
  const known = knownError(error)
  const { refused, clipboardRefused, conflict } = words
  if (known?.code === 'INVALID' && known.field === 'secret') {
    return { at: 'secret', text: pick(refused, known.reason) ?? words.failed(known.reason) }
  }
  if (known?.code === 'INVALID' && known.field === 'clipboard') {
    return { at: 'secret', text: pick(clipboardRefused, known.reason) ?? words.failed(known.reason) }
  }
  if (known?.code === 'CONFLICT' && known.reason === 'duplicate_secret') {
    return { at: 'secret', text: conflict.duplicate(environmentName) }
  }
  if (known?.code === 'CONFLICT' && known.reason === 'duplicate_old_secret') {
    return { at: 'secret', text: conflict.duplicateOld(environmentName) }
  }
  if (known?.code === 'INVALID' && known.reason === 'holds_secret') return { at: 'form', text: conflict.holdsSecret }
  if (known?.code === 'CONFLICT' && known.reason === 'same_secret_other_environment') {
    return { at: 'other-environment', text: conflict.otherText }
  }
  // The only bound of its own that the contract has for what was pasted.
  if (refusedFields(error).includes('secret')) return { at: 'secret', text: refused.too_long }
  if (known?.code === 'STORE_UNAVAILABLE') return { at: 'form', text: words.storeUnavailable }
  if (known?.code === 'NOT_FOUND') return { at: 'form', text: words.gone }
  return { at: 'form', text: words.failed(wordsOf(error)) }
}
