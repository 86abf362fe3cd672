import { Download, Ellipsis, FileKey2, FileMinus2, ListPlus, ScrollText, Upload } from 'lucide-react'
import { memo, type ReactNode } from 'react'
import { keys } from '../../strings/en/keys.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu } from '../../ui/menu.tsx'
import type { MenuEntry } from '../../ui/menu-entries.tsx'
import { type KeysDialogName, keysDialogs } from './keys-dialogs.ts'

const words = keys.more

const groups: readonly (readonly { name: KeysDialogName & keyof typeof words; icon: ReactNode }[])[] = [
  [
    { name: 'addMany', icon: <ListPlus className="i" /> },
    { name: 'envFile', icon: <FileKey2 className="i" /> },
    { name: 'removedLines', icon: <FileMinus2 className="i" /> },
  ],
  [
    { name: 'import', icon: <Upload className="i" /> },
    { name: 'export', icon: <Download className="i" /> },
  ],
]

interface MoreMenuProps {
  isEmpty: boolean
  /** Keep both stable between draws. */
  onOpen: (name: KeysDialogName) => void
  onAudit: () => void
}

/** What the page can do beside adding one key. Without keys, only what brings some. */
export const MoreMenu = memo(function MoreMenu({ isEmpty, onOpen, onAudit }: MoreMenuProps) {
  const offered = groups
    .map((group) => group.filter(({ name }) => name in keysDialogs && !(isEmpty && name === 'export')))
    .filter((group) => group.length > 0)
  const entries: MenuEntry[] = [
    ...offered.flatMap((group, place): MenuEntry[] => [
      ...group.map(({ name, icon }) => ({ id: name, text: words[name], icon, onSelect: () => onOpen(name) })),
      { id: `rule ${place}`, separator: true },
    ]),
    { id: 'audit', text: words.audit, icon: <ScrollText className="i" />, onSelect: onAudit },
  ]
  return (
    <Menu
      trigger={<IconButton label={words.label} icon={<Ellipsis className="i" />} variant="default" />}
      entries={entries}
    />
  )
})
