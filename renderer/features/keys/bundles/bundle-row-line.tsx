import { CircleCheck, CircleMinus, TriangleAlert } from 'lucide-react'
import { memo } from 'react'
import type { BundleAction } from '../../../../contract/bundles.ts'
import { bundles } from '../../../strings/en/bundles.ts'
import { Chip } from '../../../ui/chip.tsx'
import { EnvironmentMark } from '../../../ui/environment-mark.tsx'
import { Select } from '../../../ui/select.tsx'
import { TextInput } from '../../../ui/text-input.tsx'
import type { KeyRow } from '../types.ts'
import { actionsFor, type BundleDraft } from './bundle-draft.ts'

const words = bundles.import

interface BundleRowLineProps {
  draft: BundleDraft
  /** The key of this vault that is in its way. */
  inTheWay: KeyRow | undefined
  isBusy: boolean
  onChange: (index: number, part: Partial<BundleDraft>) => void
}

/** One key of the file: where it would lie, what it meets there, and what is to be done. */
export const BundleRowLine = memo(function BundleRowLine({ draft, inTheWay, isBusy, onChange }: BundleRowLineProps) {
  const { row, action, name } = draft
  const actions = actionsFor(row)
  return (
    <tr data-off={action === 'skip' ? '' : undefined}>
      <td className="mono trunc">{row.masked || <span className="text-fg-3">{words.noSecret}</span>}</td>
      <td className="trunc">
        {action === 'add' ? (
          <TextInput
            size="small"
            aria-label={words.nameOf(row.name)}
            value={name}
            maxLength={80}
            disabled={isBusy}
            onValueChange={(text) => onChange(row.index, { name: text })}
          />
        ) : (
          <span className="trunc" title={row.name}>
            {row.name}
          </span>
        )}
      </td>
      <td className="trunc" title={row.baseUrl}>
        {row.providerName} {row.newProvider ? <Chip>{words.isNew}</Chip> : null}
      </td>
      <td>
        <span className="bundle-environment">
          <EnvironmentMark name={row.environmentName} colour={row.environmentColour} shape={row.environmentShape} />
          {row.newEnvironment ? <Chip>{words.isNew}</Chip> : null}
        </span>
      </td>
      <td className="bundle-state">
        <StateIcon draft={draft} />
        <span>
          {row.status === 'revoked' ? <Chip>{words.revoked}</Chip> : null} {conflictWords(draft, inTheWay)}
        </span>
      </td>
      <td>
        {actions.length === 1 ? (
          words.actions[action]
        ) : (
          <Select<BundleAction>
            size="small"
            aria-label={words.actionOf(row.name)}
            value={action}
            disabled={isBusy}
            options={actions.map((value) => ({ value, text: words.actions[value] }))}
            onValueChange={(next) => onChange(row.index, { action: next })}
          />
        )}
      </td>
    </tr>
  )
})

function conflictWords({ row, action }: BundleDraft, inTheWay: KeyRow | undefined): string {
  const name = inTheWay?.key.name ?? ''
  switch (row.conflict) {
    case 'none':
      return words.conflicts.none
    case 'same_key':
      if (name === row.name) return words.conflicts.same_key
      return name ? words.conflicts.same_key_named(name) : words.conflicts.same_key_above
    case 'same_name':
      return words.conflicts.same_name[action]
    case 'same_secret_other_environment':
      return words.conflicts.same_secret_other_environment(name, inTheWay?.environment.name ?? '')
  }
}

function StateIcon({ draft: { row, action } }: { draft: BundleDraft }) {
  if (row.conflict === 'none') return <CircleCheck className="i i--12 fg-ok" aria-hidden="true" />
  if (action === 'skip') return <CircleMinus className="i i--12" aria-hidden="true" />
  return <TriangleAlert className="i i--12 fg-warn" aria-hidden="true" />
}
