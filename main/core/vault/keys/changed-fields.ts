import type { KeyRecord } from '../key-record.ts'

/** For the audit: figures and codes as they are now. Of what people write only the name, as it was. */
export function changedFields(before: KeyRecord, after: KeyRecord): Record<string, string> {
  const changed: Record<string, string> = {}
  if (after.name !== before.name) changed['formerName'] = before.name
  if (after.notes !== before.notes) changed['notes'] = ''
  for (const field of FIGURES) {
    const [old, now] = [asText(before[field]), asText(after[field])]
    if (old !== now) changed[field] = now
  }
  if (asText(before.tags) !== asText(after.tags)) changed['tags'] = ''
  return changed
}

const FIGURES = [
  'accountType',
  'requestsPerMinute',
  'modelTiers',
  'rotateAfterDays',
  'expiresAt',
  'monthlyBudget',
] as const

const asText = (value: string | number | readonly string[] | null): string =>
  value === null ? 'none' : typeof value === 'object' ? value.join(' ') : String(value)
