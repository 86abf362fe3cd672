import { TriangleAlert } from 'lucide-react'
import type { ImportBatch } from '../../../../contract/imports.ts'
import type { Provider } from '../../../../contract/providers.ts'
import type { Environment } from '../../../lib/use-environments.ts'
import { imports as words } from '../../../strings/en/imports.ts'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { Field } from '../../../ui/field.tsx'
import { TextInput } from '../../../ui/text-input.tsx'
import { ImportRowLine } from './import-row-line.tsx'
import { type RowDraft, stateOf } from './row-draft.ts'

interface RowsStageProps {
  batch: ImportBatch
  drafts: readonly RowDraft[]
  onDraftsChange: (drafts: readonly RowDraft[]) => void
  providers: readonly Provider[]
  environments: readonly Environment[]
  overrideReason: string
  onOverrideReasonChange: (reason: string) => void
  isBusy: boolean
}

/** Every row that was read, with what is wrong with it, before anything is stored. */
export function RowsStage(props: RowsStageProps) {
  const { batch, drafts, onDraftsChange, environments, providers, isBusy } = props
  if (drafts.length === 0) return <EmptyState title={words.rows.none} text={words.rows.noneText} />
  const states = drafts.map((draft) => stateOf(draft, environments))
  const open = drafts.filter((_, index) => states[index]?.kind !== 'blocked')
  const chosen = open.filter((draft) => draft.isChosen)
  const needReason = drafts.filter((draft, index) => draft.isChosen && states[index]?.kind === 'reason').length
  const change = (line: number, part: Partial<RowDraft>) =>
    onDraftsChange(drafts.map((draft) => (draft.row.line === line ? { ...draft, ...part } : draft)))
  return (
    <>
      <FileFacts batch={batch} />
      <div className="import-scroll">
        <table className="import-table" aria-label={words.rows.table}>
          <thead>
            <tr>
              <th>
                <Checkbox
                  aria-label={words.rows.all}
                  checked={open.length > 0 && chosen.length === open.length}
                  indeterminate={chosen.length > 0 && chosen.length < open.length}
                  disabled={isBusy || open.length === 0}
                  onCheckedChange={(isChosen) => onDraftsChange(drafts.map((draft) => ({ ...draft, isChosen })))}
                />
              </th>
              <th className="import-number">{words.rows.line}</th>
              <th>{words.rows.key}</th>
              <th>{words.rows.name}</th>
              <th>{words.rows.provider}</th>
              <th>{words.rows.environment}</th>
              <th>{words.rows.state}</th>
            </tr>
          </thead>
          <tbody>
            {drafts.map((draft, index) => (
              <ImportRowLine
                key={draft.row.line}
                draft={draft}
                state={states[index] ?? { kind: 'blocked', text: '' }}
                providers={providers}
                environments={environments}
                isBusy={isBusy}
                onChange={change}
              />
            ))}
          </tbody>
        </table>
      </div>
      {needReason > 0 ? (
        <Field label={words.rows.reason} hint={words.rows.reasonHint(needReason)}>
          <TextInput
            value={props.overrideReason}
            maxLength={200}
            disabled={isBusy}
            onValueChange={props.onOverrideReasonChange}
          />
        </Field>
      ) : null}
    </>
  )
}

/** What a file's own state says of its keys. */
function FileFacts({ batch }: { batch: ImportBatch }) {
  const facts = [
    batch.file?.othersCanRead ? words.rows.othersCanRead : null,
    batch.file?.trackedByGit ? words.rows.tracked : null,
  ].filter((fact) => fact !== null)
  return (
    <>
      <p className="text-12 text-fg-2">
        {words.rows.found(batch.rows.length, batch.otherLines)}
        {batch.file ? <code className="import-file sel"> {batch.file.path}</code> : null}
      </p>
      {facts.map((fact) => (
        <p key={fact} className="icon-line text-12">
          <TriangleAlert className="i i--12 fg-warn" aria-hidden="true" />
          {fact}
        </p>
      ))}
    </>
  )
}
