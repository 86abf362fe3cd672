import type { BundleAction, BundleRow } from '../../../../contract/bundles.ts'

/** A key of the file, as the person is about to import it. */
export interface BundleDraft {
  row: BundleRow
  action: BundleAction
  name: string
}

/** The rows as Keydeck proposes them. */
export const proposedDrafts = (rows: readonly BundleRow[]): BundleDraft[] =>
  rows.map((row) => ({ row, action: row.proposed, name: row.name }))

/** What can be done with a row: the very same key can only be left out. */
export function actionsFor({ conflict }: BundleRow): BundleAction[] {
  if (conflict === 'same_key') return ['skip']
  return conflict === 'same_name' ? ['add', 'replace', 'skip'] : ['add', 'skip']
}

/** What all rows can be set to at once. */
export type ForAll = 'proposed' | 'add' | 'skip'

/** Every row set to the same, where it can be; names stay as they are. */
export const setAll = (drafts: readonly BundleDraft[], to: ForAll): BundleDraft[] =>
  drafts.map((draft) => ({ ...draft, action: actionForAll(draft.row, to) }))

/** Which choice for all the rows stand at; null where they differ. */
export function standsAt(drafts: readonly BundleDraft[]): ForAll | null {
  const choices = ['proposed', 'add', 'skip'] as const
  return choices.find((to) => drafts.every(({ row, action }) => action === actionForAll(row, to))) ?? null
}

function actionForAll(row: BundleRow, to: ForAll): BundleAction {
  if (to === 'proposed') return row.proposed
  return actionsFor(row).includes(to) ? to : 'skip'
}

/** Whether a reason must be typed: where the file brings one, the row was proposed with it. */
export const needsReason = ({ row, action }: BundleDraft): boolean =>
  row.conflict === 'same_secret_other_environment' && action === 'add' && row.proposed === 'skip'

/** What is sent of a row. */
export interface BundleChoice {
  index: number
  action: BundleAction
  name?: string
  overrideReason?: string
}

/** Every row with an act; those that still lack a name or a reason stay out. */
export function choicesOf(drafts: readonly BundleDraft[], reason: string): BundleChoice[] {
  return drafts.flatMap((draft): BundleChoice[] => {
    const { row, action } = draft
    const name = draft.name.trim()
    const overrideReason = reason.trim()
    if (action === 'skip') return []
    if (action === 'replace') return [{ index: row.index, action }]
    if (name === '' || (needsReason(draft) && overrideReason === '')) return []
    return [{ index: row.index, action, name, ...(needsReason(draft) ? { overrideReason } : {}) }]
  })
}
