import { useState } from 'react'
import type { NewProvider, Provider } from '../../contract/providers.ts'
import { providerForm as words } from '../strings/en/provider-form.ts'
import { client, orpc, queryClient } from './client.ts'
import { knownError, pick, wordsOf } from './known-error.ts'

/** What the fields of a provider hold, as typed. */
export interface ProviderDraft {
  name: string
  baseUrl: string
  keyPrefix: string
  variable: string
  dashboardUrl: string
  needsKey: boolean
  caPem: string
}

/** What is wrong with them, each at its field; `form` for what belongs to none. */
export type ProviderErrors = Partial<Record<keyof ProviderDraft | 'form', string>>

/** The state of the form for a provider that isn't listed. */
export interface AddProviderForm {
  draft: ProviderDraft
  change: (part: Partial<ProviderDraft>) => void
  errors: ProviderErrors
  isBusy: boolean
  submit: () => Promise<void>
}

/** Adds a provider and hands it over. */
export function useAddProvider(onAdded: (provider: Provider) => void): AddProviderForm {
  const [draft, setDraft] = useState<ProviderDraft>({
    name: '',
    baseUrl: '',
    keyPrefix: '',
    variable: '',
    dashboardUrl: '',
    needsKey: true,
    caPem: '',
  })
  const [errors, setErrors] = useState<ProviderErrors>({})
  const [isBusy, setIsBusy] = useState(false)

  const change = (part: Partial<ProviderDraft>) => {
    setDraft((before) => ({ ...before, ...part }))
    setErrors({})
  }

  const submit = async () => {
    if (isBusy) return
    const found = mistakesIn(draft)
    if (Object.keys(found).length > 0) return setErrors(found)
    setIsBusy(true)
    try {
      const provider = await client.providers.add(plainFields(draft))
      queryClient.setQueryData(orpc.providers.list.queryKey(), (list) => [...(list ?? []), provider])
      onAdded(provider)
    } catch (error) {
      setErrors(refusalsOf(error))
    } finally {
      setIsBusy(false)
    }
  }
  return { draft, change, errors, isBusy, submit }
}

/** The fields as the core takes them. */
export function plainFields(draft: ProviderDraft): NewProvider {
  return {
    name: draft.name.trim(),
    baseUrl: draft.baseUrl.trim(),
    keyPrefix: draft.keyPrefix.trim(),
    variable: draft.variable.trim(),
    dashboardUrl: draft.dashboardUrl.trim() || null,
    needsKey: draft.needsKey,
    caPem: draft.caPem.trim() || null,
  }
}

/** What can be told at once; the core looks at the rest. */
export function mistakesIn(draft: ProviderDraft): ProviderErrors {
  return {
    ...(draft.name.trim() === '' ? { name: words.nameRequired } : {}),
    ...(draft.baseUrl.trim().length < 8 || draft.baseUrl.length > 400 ? { baseUrl: words.refused.not_a_url } : {}),
    ...(/^([A-Za-z_][A-Za-z0-9_]*)?$/.test(draft.variable.trim()) ? {} : { variable: words.variableError }),
    ...(draft.dashboardUrl.length > 400 ? { dashboardUrl: words.refused.not_https } : {}),
    ...(draft.caPem.length > 100_000 ? { caPem: words.refused.not_pem } : {}),
  }
}

function refusalsOf(error: unknown): ProviderErrors {
  const known = knownError(error)
  if (known?.code === 'CONFLICT') return { name: words.nameTaken }
  const sentence = known?.code === 'INVALID' ? pick(words.refused, known.reason) : null
  return sentence ? { [known?.field ?? 'form']: sentence } : { form: wordsOf(error) }
}
