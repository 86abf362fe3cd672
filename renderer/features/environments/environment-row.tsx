import { ArrowDown, ArrowUp, ChevronDown, Lock } from 'lucide-react'
import { useId } from 'react'
import type { Environment } from '../../lib/use-environments.ts'
import { environments } from '../../strings/en/environments.ts'
import { Button } from '../../ui/button.tsx'
import { EnvironmentGlyph } from '../../ui/environment-glyph.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { GuardField } from './guard-field.tsx'
import { NameField } from './name-field.tsx'
import { RotationField } from './rotation-field.tsx'
import { LookFields } from './swatches.tsx'
import type { Changes } from './use-environment-changes.ts'

const words = environments.row

export interface EnvironmentRowProps {
  environment: Environment
  keys: number
  isOpen: boolean
  isFirst: boolean
  isLast: boolean
  onToggle: () => void
  onMove: (by: -1 | 1) => void
  onChange: (changes: Changes) => void
  onRename: (name: string) => Promise<string | null>
  onRemove: () => void
}

/** One environment: what it is like, its place among the others, and, opened, all that can be changed of it. */
export function EnvironmentRow(props: EnvironmentRowProps) {
  const { environment, keys, isOpen, isFirst, isLast, onToggle, onMove } = props
  const { id, name, colour, shape } = environment
  const panelId = useId()
  return (
    <li className="envrow spined" data-env={colour} data-environment={id} data-open={isOpen ? '' : undefined}>
      <div className="envrow__head">
        <button
          type="button"
          className="envrow__toggle"
          data-part="toggle"
          aria-expanded={isOpen}
          aria-controls={isOpen ? panelId : undefined}
          onClick={onToggle}
        >
          <EnvironmentGlyph shape={shape} />
          <b className="trunc" dir="auto">
            {name}
          </b>
          <span className="envrow__facts">{factsOf(environment, keys)}</span>
          <ChevronDown className="i i--14 envrow__chevron" />
        </button>
        <IconButton
          size="small"
          label={words.up(name)}
          shortcut="alt+arrowup"
          data-part="up"
          icon={<ArrowUp className="i i--14" />}
          disabled={isFirst}
          onClick={() => onMove(-1)}
        />
        <IconButton
          size="small"
          label={words.down(name)}
          shortcut="alt+arrowdown"
          data-part="down"
          icon={<ArrowDown className="i i--14" />}
          disabled={isLast}
          onClick={() => onMove(1)}
        />
      </div>
      {isOpen ? <EnvironmentEditor {...props} panelId={panelId} /> : null}
    </li>
  )
}

function factsOf({ guarded, confirmed, rotateAfterDays }: Environment, keys: number) {
  return (
    <>
      {guarded ? (
        <span className="envrow__guard">
          <Lock className="i i--12" />
          {confirmed ? words.confirmed : words.guarded}
        </span>
      ) : null}
      <span className="envrow__rotation hide-narrow">
        {rotateAfterDays === null ? words.never : words.every(rotateAfterDays)}
      </span>
      <span className="envrow__keys">{keys === 0 ? words.noKeys : words.keys(keys)}</span>
    </>
  )
}

function EnvironmentEditor(props: EnvironmentRowProps & { panelId: string }) {
  const { environment, isFirst, isLast, onChange, onRename, onRemove, panelId } = props
  const isOnly = isFirst && isLast
  return (
    <div className="envrow__editor" id={panelId}>
      <div className="envrow__pair">
        <NameField name={environment.name} onKeep={onRename} />
        <RotationField
          days={environment.rotateAfterDays}
          onChange={(rotateAfterDays) => onChange({ rotateAfterDays })}
        />
      </div>
      <LookFields look={environment} onChange={onChange} />
      <GuardField guarded={environment.guarded} onChange={(guarded) => onChange({ guarded })} />
      <div className="envrow__foot">
        {isOnly ? <span className="hint">{environments.removing.lastOne}</span> : null}
        <Button variant="danger" size="small" disabled={isOnly} onClick={onRemove}>
          {environments.removing.button}
        </Button>
      </div>
    </div>
  )
}
