import type { ImportChoice, ImportRow } from '../../../../contract/imports.ts'
import type { AccountType } from '../../../../contract/limits.ts'
import type { Provider } from '../../../../contract/providers.ts'
import { pick } from '../../../lib/known-error.ts'
import type { Environment } from '../../../lib/use-environments.ts'
import { imports as words } from '../../../strings/en/imports.ts'
import { keysAdd } from '../../../strings/en/keys-add.ts'
import { usualAccount } from '../add/use-add-key.ts'

/** A row that was read, as the person is about to store it. */
export interface RowDraft {
  row: ImportRow
  isChosen: boolean
  name: string
  providerId: string | null
  environmentId: string
}

/** What stands in a row's last column. `blocked` can't be stored; `reason` can, once a reason is given for all of them. */
export interface RowState {
  kind: 'ready' | 'missing' | 'reason' | 'blocked'
  text: string
}

/** The rows as they stand at first: what can be stored without a question is chosen. */
export function draftRows(rows: readonly ImportRow[], environmentId: string): RowDraft[] {
  return rows.map((row) => {
    const draft = { row, name: row.suggestedName, providerId: row.providerId, environmentId, isChosen: true }
    const kind = stateOf(draft, []).kind
    return { ...draft, isChosen: kind !== 'blocked' && kind !== 'reason' }
  })
}

/** What there is to know of a row, the gravest first. */
export function stateOf(draft: RowDraft, environments: readonly Environment[]): RowState {
  for (const problem of draft.row.problems) {
    if (problem.kind === 'refused') return { kind: 'blocked', text: refusalWords(problem.reason) }
    if (problem.kind === 'twice') return { kind: 'blocked', text: words.rows.twice(problem.line) }
  }
  const known = draft.row.problems.filter((problem) => problem.kind === 'in_vault')
  const here = known.find((problem) => problem.environmentId === draft.environmentId)
  if (here) return { kind: 'blocked', text: words.rows.here(here.name) }
  if (draft.providerId === null) return { kind: 'missing', text: words.rows.needsProvider }
  if (draft.name.trim() === '') return { kind: 'missing', text: words.rows.needsName }
  const [elsewhere] = known
  if (elsewhere) {
    const place = environments.find((environment) => environment.id === elsewhere.environmentId)?.name ?? ''
    return { kind: 'reason', text: words.rows.elsewhere(elsewhere.name, place) }
  }
  return { kind: 'ready', text: noticedWords(draft.row) || words.rows.ready }
}

/** What a person may want to know of a row that can be stored as it is. */
function noticedWords({ notes, problems }: ImportRow): string {
  const places = problems.flatMap((problem) => {
    if (problem.kind === 'commented_out') return [words.rows.commentedOut]
    return problem.kind === 'set_again' ? [words.rows.setAgain(problem.line)] : []
  })
  const taken = notes.flatMap((note) => (note === 'prefix_unexpected' ? [] : [keysAdd.entryNotes[note]]))
  return [...places, ...(taken.length > 0 ? [keysAdd.notesDone(taken.join(', '))] : [])].join(' ')
}

/** A refusal of the core in words; the bare reason where a newer core has one that this page doesn't know. */
export function refusalWords(reason: string): string {
  return pick(words.refused, reason) ?? pick(keysAdd.refused, reason) ?? reason
}

/** What is sent for the chosen rows; rows that still lack something stay out. */
export function choicesOf(
  drafts: readonly RowDraft[],
  providers: readonly Provider[],
  environments: readonly Environment[],
  overrideReason: string,
): ImportChoice[] {
  return drafts.flatMap((draft) => {
    const { kind } = stateOf(draft, environments)
    const reason = overrideReason.trim()
    if (!draft.isChosen || draft.providerId === null || kind === 'blocked' || kind === 'missing') return []
    if (kind === 'reason' && reason === '') return []
    const accountType: AccountType = usualAccount(providers.find((provider) => provider.id === draft.providerId))
    return [
      {
        line: draft.row.line,
        name: draft.name.trim().slice(0, 80),
        providerId: draft.providerId,
        environmentId: draft.environmentId,
        accountType,
        ...(kind === 'reason' ? { overrideReason: reason } : {}),
      },
    ]
  })
}
