import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react'
import { memo } from 'react'
import type { Provider } from '../../../../contract/providers.ts'
import type { Environment } from '../../../lib/use-environments.ts'
import { imports } from '../../../strings/en/imports.ts'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { EnvironmentMark } from '../../../ui/environment-mark.tsx'
import { Select } from '../../../ui/select.tsx'
import { TextInput } from '../../../ui/text-input.tsx'
import type { RowDraft, RowState } from './row-draft.ts'

const words = imports.rows

interface ImportRowLineProps {
  draft: RowDraft
  state: RowState
  providers: readonly Provider[]
  environments: readonly Environment[]
  isBusy: boolean
  onChange: (line: number, part: Partial<RowDraft>) => void
}

/** One row that was read: its mask, and what it is to become. */
export const ImportRowLine = memo(function ImportRowLine(props: ImportRowLineProps) {
  const { draft, state, providers, environments, isBusy, onChange } = props
  const { line, masked, variable } = draft.row
  const isOff = isBusy || state.kind === 'blocked'
  return (
    <tr data-off={state.kind === 'blocked' ? '' : undefined}>
      <td>
        <Checkbox
          aria-label={words.include(line)}
          checked={draft.isChosen && state.kind !== 'blocked'}
          disabled={isOff}
          onCheckedChange={(isChosen) => onChange(line, { isChosen })}
        />
      </td>
      <td className="import-number">{line}</td>
      <td className="mono trunc" title={variable || undefined}>
        {variable ? <span className="import-variable trunc">{variable}</span> : null}
        {masked}
      </td>
      {state.kind === 'blocked' ? (
        <td colSpan={3} className="trunc text-fg-3">
          {draft.name}
        </td>
      ) : (
        <>
          <td>
            <TextInput
              size="small"
              aria-label={words.nameOf(line)}
              value={draft.name}
              maxLength={80}
              disabled={isOff}
              onValueChange={(name) => onChange(line, { name })}
            />
          </td>
          <td>
            <Select
              size="small"
              aria-label={words.providerOf(line)}
              value={draft.providerId ?? ''}
              disabled={isOff}
              options={[
                ...(draft.providerId === null ? [{ value: '', text: words.chooseProvider }] : []),
                ...providers.map(({ id, name }) => ({ value: id, text: name })),
              ]}
              onValueChange={(providerId) => onChange(line, { providerId: providerId || null })}
            />
          </td>
          <td>
            <Select
              size="small"
              aria-label={words.environmentOf(line)}
              value={draft.environmentId}
              disabled={isOff}
              options={environments.map(({ id, name, colour, shape }) => ({
                value: id,
                text: name,
                content: <EnvironmentMark name={name} colour={colour} shape={shape} />,
              }))}
              onValueChange={(environmentId) => onChange(line, { environmentId, isChosen: true })}
            />
          </td>
        </>
      )}
      <td className="import-state" data-kind={state.kind}>
        <StateIcon kind={state.kind} />
        <span>{state.text}</span>
      </td>
    </tr>
  )
})

function StateIcon({ kind }: { kind: RowState['kind'] }) {
  if (kind === 'ready') return <CircleCheck className="i i--12 fg-ok" aria-hidden="true" />
  if (kind === 'blocked') return <CircleAlert className="i i--12 fg-bad" aria-hidden="true" />
  return <TriangleAlert className="i i--12 fg-warn" aria-hidden="true" />
}
