import { knownError, pick, wordsOf } from '../../lib/known-error.ts'
import { mistakesIn } from '../../lib/use-add-provider.ts'
import { providerForm } from '../../strings/en/provider-form.ts'
import { providers as words } from '../../strings/en/providers.ts'
import type { Draft, DraftField } from './draft.ts'
import { readPrice } from './price-text.ts'

/**
 * What is wrong, by its place: a field (`baseUrl`), a row (`headers.2`) or a field of a row (`prices.0.input`); `form`
 * for what belongs to none.
 */
export type Mistakes = Readonly<Record<string, string>>

/** What can be told without the core. */
export function findMistakes(draft: Draft): Mistakes {
  const found: Record<string, string> = { ...mistakesIn(draft) }
  if (draft.proxy.mode === 'url' && draft.proxy.url.trim() === '') found['proxy'] = words.network.urlMissing
  draft.headers.forEach(({ name, value }, place) => {
    if (name.trim() === '') found[`headers.${place}`] = words.headers.nameless
    else if (value.trim() === '') found[`headers.${place}`] = words.headers.valueless
  })
  draft.tierRules.forEach(({ pattern }, place) => {
    if (pattern.trim() === '') found[`tierRules.${place}`] = words.tiers.patternless
  })
  draft.prices.forEach((row, place) => {
    if (row.pattern.trim() === '') found[`prices.${place}.pattern`] = words.tiers.patternless
    for (const part of ['input', 'cached', 'output'] as const) {
      const { mistake } = readPrice(row[part])
      const isOptional = part === 'cached' && mistake === 'missing'
      if (mistake !== null && !isOptional) found[`prices.${place}.${part}`] = words.prices[mistake]
    }
  })
  return found
}

/** What the core refused, in words and at its place. */
export function refusalOf(error: unknown): Mistakes {
  const known = knownError(error)
  if (known?.code === 'CONFLICT' && known.reason === 'provider_name_taken') return { name: providerForm.nameTaken }
  if (known?.code === 'NOT_FOUND') return { form: words.goneText }
  if (known?.code !== 'INVALID') return { form: wordsOf(error) }
  const [field = ''] = known.field.split('.')
  const sentences =
    field === 'headers' ? words.headers.refused : field === 'proxy' ? words.network.refused : providerForm.refused
  return { [known.field]: pick(sentences, known.reason) ?? wordsOf(error) }
}

/** The field that a place belongs to. */
export const fieldOf = (place: string): DraftField | 'form' => (place.split('.')[0] ?? 'form') as DraftField | 'form'
