import { MessageSquarePlus, PanelLeft, PanelRight, Search, SquarePen } from 'lucide-react'
import { useCommands } from '../../lib/commands.ts'
import type { Combo } from '../../lib/shortcuts.ts'
import { useHost } from '../../lib/use-host.ts'
import { playground } from '../../strings/en/playground.ts'

const words = playground.keys

export interface PlaygroundActions {
  begin: () => void
  focusComposer: () => void
  search: () => void
  toggleList: () => void
  toggleRun: () => void
}

/** The page's commands, for the palette and the keyboard. A browser keeps Ctrl+N for itself, so there it is another key. */
export function usePlaygroundShortcuts(actions: PlaygroundActions): { newConversation: Combo } {
  const isBrowser = useHost()?.kind === 'headless'
  const newConversation = isBrowser ? 'mod+shift+o' : 'mod+n'
  const { group } = words
  useCommands([
    {
      id: 'playground.new',
      title: words.newConversation,
      icon: MessageSquarePlus,
      shortcut: newConversation,
      group,
      run: actions.begin,
    },
    {
      id: 'playground.focus',
      title: words.focus,
      icon: SquarePen,
      shortcut: 'mod+i',
      group,
      run: actions.focusComposer,
    },
    { id: 'playground.search', title: words.search, icon: Search, shortcut: 'mod+shift+f', group, run: actions.search },
    {
      id: 'playground.list',
      title: words.toggleList,
      icon: PanelLeft,
      shortcut: 'mod+[',
      group,
      run: actions.toggleList,
    },
    {
      id: 'playground.run',
      title: words.toggleRun,
      icon: PanelRight,
      shortcut: 'mod+]',
      group,
      run: actions.toggleRun,
    },
  ])
  return { newConversation }
}
