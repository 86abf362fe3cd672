import { Search } from 'lucide-react'
import { frame } from '../strings/en/frame.ts'
import { Kbd } from '../ui/kbd.tsx'
import { Mark } from '../ui/mark.tsx'
import { Wordmark } from './brand.tsx'
import { EnvironmentSwitch, type EnvironmentSwitchProps } from './environment-switch.tsx'

export interface TitleBarProps extends EnvironmentSwitchProps {
  onSearch: () => void
}

/** The top of the window: mark, environment switch, search. Dragging it moves a desktop window. */
export function TitleBar({ onSearch, ...environments }: TitleBarProps) {
  return (
    <header className="title">
      <div className="title__left">
        <div className="title__brand">
          <Mark />
          <Wordmark label={frame.product} />
        </div>
        <EnvironmentSwitch {...environments} />
      </div>
      <button type="button" className="title__find" onClick={onSearch} aria-keyshortcuts="Control+K Meta+K">
        <Search className="i i--14" />
        <span className="trunc">{frame.search}</span>
        <Kbd combo="mod+k" />
      </button>
    </header>
  )
}
