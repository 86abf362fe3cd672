import { TriangleAlert } from 'lucide-react'
import type { RefObject } from 'react'
import type { BundleRow, OpenBundle } from '../../../../contract/bundles.ts'
import { formatMoment } from '../../../lib/format.ts'
import { bundles } from '../../../strings/en/bundles.ts'
import { Field } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { TextInput } from '../../../ui/text-input.tsx'
import type { KeyRow } from '../types.ts'
import { type BundleDraft, type ForAll, needsReason, setAll, standsAt } from './bundle-draft.ts'
import { BundleRowLine } from './bundle-row-line.tsx'

const words = bundles.import

interface BundleRowsProps {
  /** The table's frame, for the focus. */
  ref: RefObject<HTMLDivElement | null>
  opened: OpenBundle
  drafts: readonly BundleDraft[]
  onDraftsChange: (drafts: readonly BundleDraft[]) => void
  /** Every key of this vault. */
  all: readonly KeyRow[]
  reason: string
  onReasonChange: (reason: string) => void
  isBusy: boolean
}

/** Every key of the file with what it would meet in this vault, before anything is imported. */
export function BundleRows({
  ref,
  opened,
  drafts,
  onDraftsChange,
  all,
  reason,
  onReasonChange,
  isBusy,
}: BundleRowsProps) {
  const keys = new Map(all.map((row) => [row.key.id, row]))
  const forAll = standsAt(drafts)
  const asking = drafts.filter(needsReason).length
  const said = opened.rows.every(({ conflict }) => conflict === 'same_key') ? words.allThere : words.exported
  const change = (index: number, part: Partial<BundleDraft>) =>
    onDraftsChange(drafts.map((draft) => (draft.row.index === index ? { ...draft, ...part } : draft)))
  return (
    <>
      <div className="bundle-head">
        <p className="text-12 text-fg-2">{said(formatMoment(opened.exportedAt), opened.rows.length)}</p>
        <label className="bundle-all">
          <span className="text-12 text-fg-2">{words.forAll}</span>
          <Select<ForAll | 'own'>
            size="small"
            aria-label={words.forAll}
            value={forAll ?? 'own'}
            disabled={isBusy}
            options={[
              ...(['proposed', 'add', 'skip'] as const).map((value) => ({ value, text: words.all[value] })),
              ...(forAll ? [] : [{ value: 'own' as const, text: words.all.own }]),
            ]}
            onValueChange={(to) => (to === 'own' ? undefined : onDraftsChange(setAll(drafts, to)))}
          />
        </label>
      </div>
      <Brought rows={opened.rows} />
      <div ref={ref} className="import-scroll" tabIndex={-1}>
        <table className="import-table bundle-table" aria-label={words.table}>
          <thead>
            <tr>
              <th>{words.secret}</th>
              <th>{words.name}</th>
              <th>{words.provider}</th>
              <th>{words.environment}</th>
              <th>{words.state}</th>
              <th>{words.action}</th>
            </tr>
          </thead>
          <tbody>
            {drafts.map((draft) => (
              <BundleRowLine
                key={draft.row.index}
                draft={draft}
                inTheWay={keys.get(draft.row.conflictKeyId ?? '')}
                isBusy={isBusy}
                onChange={change}
              />
            ))}
          </tbody>
        </table>
      </div>
      {asking > 0 ? (
        <Field label={words.reason} hint={words.reasonHint(asking)}>
          <TextInput value={reason} maxLength={200} disabled={isBusy} onValueChange={onReasonChange} />
        </Field>
      ) : null}
    </>
  )
}

/** New providers that would make Keydeck trust or send more than a key: for whoever got the file from a stranger. */
function Brought({ rows }: { rows: readonly BundleRow[] }) {
  const providers = new Map(rows.flatMap((row) => (row.providerBrings.length > 0 ? [[row.baseUrl, row]] : [])))
  return [...providers.values()].map(({ baseUrl, providerName, providerBrings }) => (
    <p key={baseUrl} className="icon-line text-12">
      <TriangleAlert className="i i--12 fg-warn" aria-hidden="true" />
      {words.brings(providerName, baseUrl, providerBrings.map((thing) => words.things[thing]).join(', '))}
    </p>
  ))
}
