import { CalendarClock, Download, FolderInput, ShieldBan, Tags, Trash2, X, Zap } from 'lucide-react'
import { keysTable } from '../../../strings/en/keys-table.ts'
import { Button } from '../../../ui/button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import type { KeysDialogName } from '../keys-dialogs.ts'
import { keysDialogs } from '../keys-dialogs.ts'
import type { KeyRow } from '../types.ts'

const words = keysTable.selection

/** The dialogs that ask something before many keys are changed. */
export type ManyDialogName = 'move' | 'tags' | 'period'

interface SelectionBarProps {
  rows: readonly KeyRow[]
  onCheck: () => void
  onDelete: () => void
  onAsk: (name: ManyDialogName) => void
  onOpen: (name: KeysDialogName) => void
  onClear: () => void
}

/** What can be done with the keys that are selected. It stands where the filters were. */
export function SelectionBar({ rows, onCheck, onDelete, onAsk, onOpen, onClear }: SelectionBarProps) {
  const hasActive = rows.some(({ key }) => key.status === 'active')
  return (
    <div className="selection-bar" role="group" aria-label={words.label}>
      <b className="selection-bar__count" role="status">
        {words.count(rows.length)}
      </b>
      <Button size="small" icon={<Zap className="i i--14" />} onClick={onCheck}>
        {words.check}
      </Button>
      <Button size="small" icon={<FolderInput className="i i--14" />} onClick={() => onAsk('move')}>
        {words.move}
      </Button>
      <Button size="small" icon={<Tags className="i i--14" />} onClick={() => onAsk('tags')}>
        {words.tag}
      </Button>
      <Button size="small" icon={<CalendarClock className="i i--14" />} onClick={() => onAsk('period')}>
        {words.rotation}
      </Button>
      {keysDialogs.export ? (
        <Button size="small" icon={<Download className="i i--14" />} onClick={() => onOpen('export')}>
          {words.export}
        </Button>
      ) : null}
      <Button
        size="small"
        variant="danger"
        icon={<ShieldBan className="i i--14" />}
        disabled={!hasActive}
        onClick={() => onOpen('revoke')}
      >
        {words.revoke}
      </Button>
      <Button size="small" variant="danger" icon={<Trash2 className="i i--14" />} onClick={onDelete}>
        {words.delete}
      </Button>
      <span className="selection-bar__end">
        <IconButton
          label={words.clear}
          shortcut="escape"
          size="small"
          icon={<X className="i i--14" />}
          onClick={onClear}
        />
      </span>
    </div>
  )
}
