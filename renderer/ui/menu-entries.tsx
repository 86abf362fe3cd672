import { Menu as Base } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import { Fragment, type ReactNode } from 'react'
import { classNames } from '../lib/class-names.ts'
import type { Combo } from '../lib/shortcuts.ts'
import { Kbd } from './kbd.tsx'

/** A line of a menu: a command, a choice that stays open, a rule between groups, or a group's name. */
export type MenuEntry =
  | {
      id: string
      text: string
      icon?: ReactNode
      shortcut?: Combo
      danger?: boolean
      disabled?: boolean
      onSelect: () => void
    }
  | { id: string; text: string; checked: boolean; end?: string; onSelect: () => void }
  | { id: string; separator: true }
  | { id: string; heading: string }

/** The lines of a menu, shared by the menu button and the context menu. */
export function MenuEntries({ entries }: { entries: readonly MenuEntry[] }) {
  return entries.map((entry) => {
    if ('separator' in entry) return <Base.Separator key={entry.id} className="menu__sep" />
    if ('heading' in entry) {
      return (
        <div key={entry.id} className="menu__group" role="presentation">
          {entry.heading}
        </div>
      )
    }
    if ('checked' in entry) {
      return (
        <Base.CheckboxItem
          key={entry.id}
          className="menu__item"
          checked={entry.checked}
          label={entry.text}
          onCheckedChange={() => entry.onSelect()}
        >
          <span className="check" data-checked={entry.checked ? '' : undefined} aria-hidden="true">
            {entry.checked ? <Check className="i i--12" /> : null}
          </span>
          <span className="menu__text">{entry.text}</span>
          {entry.end ? <span className="menu__end">{entry.end}</span> : null}
        </Base.CheckboxItem>
      )
    }
    return (
      <Fragment key={entry.id}>
        <Base.Item
          className={classNames('menu__item', entry.danger && 'menu__item--danger')}
          disabled={entry.disabled}
          label={entry.text}
          onClick={entry.onSelect}
        >
          {entry.icon}
          <span className="menu__text">{entry.text}</span>
          {entry.shortcut ? (
            <span className="menu__end">
              <Kbd combo={entry.shortcut} />
            </span>
          ) : null}
        </Base.Item>
      </Fragment>
    )
  })
}
