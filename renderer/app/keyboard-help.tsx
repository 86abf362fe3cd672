import { useSyncExternalStore } from 'react'
import { currentShortcuts, type Shortcut, watchShortcuts } from '../lib/shortcut-registry.ts'
import { frame } from '../strings/en/frame.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Kbd } from '../ui/kbd.tsx'

/** The shortcuts that work on this page now, read from the registry that runs them. */
export function KeyboardHelp({ open, onClose }: { open: boolean; onClose: () => void }) {
  const shortcuts = useSyncExternalStore(watchShortcuts, currentShortcuts)
  const groups = Map.groupBy(
    shortcuts.filter((shortcut) => !shortcut.hidden),
    (shortcut) => shortcut.group,
  )
  return (
    <Dialog open={open} onClose={onClose} title={frame.help.title} footNote={frame.help.text} size="wide">
      <div className="keyhelp">
        {[...groups].map(([group, list]) => (
          <section key={group}>
            <h3 className="sect__title">{group}</h3>
            <dl>
              {list.map((shortcut) => (
                <ShortcutLine key={`${shortcut.combo} ${shortcut.label}`} shortcut={shortcut} />
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}

function ShortcutLine({ shortcut }: { shortcut: Shortcut }) {
  return (
    <div className="keyhelp__line">
      <dt>{shortcut.label}</dt>
      <dd>
        <span className="sr-only">{shortcut.combo}</span>
        <Kbd combo={shortcut.combo} />
      </dd>
    </div>
  )
}
