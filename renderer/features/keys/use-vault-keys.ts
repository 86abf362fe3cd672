import { Plus, Zap } from 'lucide-react'
import { useCommands } from '../../lib/commands.ts'
import { useShortcut } from '../../lib/use-shortcut.ts'
import { keys as words } from '../../strings/en/keys.ts'
import { type KeysDialogName, keysDialogs } from './keys-dialogs.ts'
import type { KeyRow } from './types.ts'

interface VaultKeys {
  hasKeys: boolean
  /** The keys that a command is about now. */
  about: () => readonly KeyRow[]
  check: (rows: readonly KeyRow[]) => void
  remove: (rows: readonly KeyRow[]) => void
  ask: (row: KeyRow) => void
  regenerate: (row: KeyRow) => void
  openDialog: (name: KeysDialogName | 'add') => void
  toAudit: () => void
  focusSearch: () => void
  /** Whether something is selected or open that Esc leaves. */
  canLeave: boolean
  leave: () => void
}

const { group } = words.commands
const inPalette = (['addMany', 'envFile', 'import', 'export'] as const).filter((name) => name in keysDialogs)

/** The page's commands and the keys that do them. */
export function useVaultKeys(page: VaultKeys): void {
  const { hasKeys } = page
  const each = (run: (rows: readonly KeyRow[]) => void) => {
    const rows = page.about()
    if (rows.length > 0) run(rows)
  }
  const one = (run: (row: KeyRow) => void) => {
    const [row, ...others] = page.about()
    if (row && others.length === 0) run(row)
  }
  useCommands([
    ...(hasKeys
      ? [
          {
            id: 'keys.add',
            title: words.commands.add,
            icon: Plus,
            shortcut: 'n',
            group,
            run: () => page.openDialog('add'),
          },
          {
            id: 'keys.check',
            title: words.commands.check,
            icon: Zap,
            shortcut: 'c',
            group,
            run: () => each(page.check),
          },
        ]
      : []),
    ...inPalette
      .filter((name) => hasKeys || name !== 'export')
      .map((name) => ({ id: `keys.${name}`, title: words.commands.dialogs[name], run: () => page.openDialog(name) })),
    { id: 'keys.audit', title: words.commands.dialogs.audit, run: page.toAudit },
  ])
  const enabled = hasKeys
  useShortcut('/', page.focusSearch, { label: words.commands.filter, group, enabled })
  useShortcut('p', () => one(page.ask), { label: words.commands.ask, group, enabled })
  useShortcut('r', () => one(page.regenerate), { label: words.commands.regenerate, group, enabled })
  useShortcut('delete', () => each(page.remove), { label: words.commands.remove, group, enabled })
  useShortcut('escape', page.leave, { label: words.commands.close, group, inText: true, enabled: page.canLeave })
}
