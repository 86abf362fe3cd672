import type { ComponentType } from 'react'
import type { LazyPart } from '../../lib/lazy-part.ts'

/** A section of the settings: its address below `/settings/`, its name, and its part, fetched when it is opened. */
export interface SettingsSection {
  id: string
  name: string
  /** What the command palette calls it, where it has a better word than its name. */
  command?: string
  icon: ComponentType<{ className?: string }>
  part: LazyPart<object>
  /** Takes the whole room and scrolls its own parts, in place of a page's measure. */
  isWhole?: boolean
}
