import { Toggle } from '@base-ui/react/toggle'
import { ToggleGroup } from '@base-ui/react/toggle-group'
import { Lock } from 'lucide-react'
import { keyCaps } from '../lib/shortcuts.ts'
import type { Environment } from '../lib/use-environments.ts'
import { frame } from '../strings/en/frame.ts'
import { EnvironmentGlyph } from '../ui/environment-glyph.tsx'

export interface EnvironmentSwitchProps {
  environments: readonly Environment[]
  current: Environment | null
  onSelect: (id: string | null) => void
  /** The shortcut of the environment at this place: 0 is all. */
  shortcutOf: (place: number) => string
}

const all = 'all'

/** The environment you act in: tabs in the frame, always in sight, each with its glyph and colour. */
export function EnvironmentSwitch({ environments, current, onSelect, shortcutOf }: EnvironmentSwitchProps) {
  const keysOf = (place: number) => (place > 9 ? '' : ` (${keyCaps(shortcutOf(place)).join(' ')})`)
  return (
    <ToggleGroup
      className="envs"
      aria-label={frame.environments}
      value={[current?.id ?? all]}
      onValueChange={(next) => {
        const [chosen] = next
        if (chosen !== undefined) onSelect(chosen === all ? null : chosen)
      }}
    >
      <Toggle className="envs__tab" value={all} title={`${frame.allLong}${keysOf(0)}`}>
        {frame.all}
      </Toggle>
      {environments.map((environment, index) => (
        <Toggle
          key={environment.id}
          className="envs__tab"
          value={environment.id}
          data-env={environment.colour}
          title={`${environment.name}${environment.guarded ? `, ${frame.guarded}` : ''}${keysOf(index + 1)}`}
        >
          <EnvironmentGlyph shape={environment.shape} />
          <span className="trunc">{environment.name}</span>
          {environment.guarded ? <Lock className="i i--12 envs__guard" /> : null}
        </Toggle>
      ))}
    </ToggleGroup>
  )
}
