import { Toggle } from '@base-ui/react/toggle'
import { ToggleGroup } from '@base-ui/react/toggle-group'
import { ChevronDown, Layers, Lock } from 'lucide-react'
import { useRef } from 'react'
import { keyCaps } from '../lib/shortcuts.ts'
import type { Environment } from '../lib/use-environments.ts'
import { useFitting } from '../lib/use-fitting.ts'
import { environments as words } from '../strings/en/environments.ts'
import { frame } from '../strings/en/frame.ts'
import { EnvironmentGlyph } from '../ui/environment-glyph.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu } from '../ui/menu.tsx'

export interface EnvironmentSwitchProps {
  environments: readonly Environment[]
  current: Environment | null
  onSelect: (id: string | null) => void
  onManage: () => void
  /** The shortcut of the environment at this place: 0 is all. */
  shortcutOf: (place: number) => string
}

const all = 'all'
/** Of the button that opens the menu, with the space before it. */
const menuWidth = 30
const gap = 2

/**
 * The environment you act in: tabs in the frame, always in sight, each with its glyph and colour. Those for which the
 * window is too narrow lie in the menu beside them, and the one you act in never does.
 */
export function EnvironmentSwitch(props: EnvironmentSwitchProps) {
  const { environments, current, onSelect, onManage, shortcutOf } = props
  const room = useRef<HTMLDivElement>(null)
  const ruler = useRef<HTMLDivElement>(null)
  const fitting = useFitting(room, ruler, { count: environments.length + 1, spare: menuWidth, gap })
  const shown = shownOf(environments, current, Math.max(0, fitting - 1))
  const hidden = environments.filter((environment) => !shown.includes(environment))
  const placeOf = (environment: Environment) => environments.indexOf(environment) + 1
  const keysOf = (place: number) => (place > 9 ? '' : ` (${keyCaps(shortcutOf(place)).join(' ')})`)
  return (
    <div className="envs-room" ref={room}>
      <div className="envs envs--ruler" ref={ruler} aria-hidden="true">
        <span className="envs__tab">{frame.all}</span>
        {environments.map((environment) => (
          <span key={environment.id} className="envs__tab">
            <TabFace environment={environment} />
          </span>
        ))}
      </div>
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
        {shown.map((environment) => (
          <Toggle
            key={environment.id}
            className="envs__tab"
            value={environment.id}
            data-env={environment.colour}
            title={`${environment.name}${environment.guarded ? `, ${frame.guarded}` : ''}${keysOf(placeOf(environment))}`}
          >
            <TabFace environment={environment} />
          </Toggle>
        ))}
      </ToggleGroup>
      <Menu
        align="start"
        trigger={<IconButton size="small" label={words.more} icon={<ChevronDown className="i i--14" />} />}
        entries={[
          ...hidden.map((environment) => ({
            id: environment.id,
            text: environment.name,
            icon: (
              <span className="envs__icon">
                <EnvironmentGlyph shape={environment.shape} colour={environment.colour} />
              </span>
            ),
            ...(placeOf(environment) > 9 ? {} : { shortcut: shortcutOf(placeOf(environment)) }),
            onSelect: () => onSelect(environment.id),
          })),
          ...(hidden.length > 0 ? [{ id: 'rule', separator: true as const }] : []),
          { id: 'manage', text: words.manage, icon: <Layers className="i i--14" />, onSelect: onManage },
        ]}
      />
    </div>
  )
}

function TabFace({ environment: { name, shape, guarded } }: { environment: Environment }) {
  return (
    <>
      <EnvironmentGlyph shape={shape} />
      <span className="trunc">{name}</span>
      {guarded ? <Lock className="i i--12 envs__guard" /> : null}
    </>
  )
}

/** As many as fit, from the first on; the current one takes the last place where it is not among them. */
function shownOf(environments: readonly Environment[], current: Environment | null, fitting: number) {
  const first = environments.slice(0, fitting)
  if (!current || first.some(({ id }) => id === current.id)) return first
  return [...environments.slice(0, Math.max(0, fitting - 1)), current]
}
