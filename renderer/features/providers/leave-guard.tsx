import { useBlocker } from '@tanstack/react-router'
import { useHost } from '../../lib/use-host.ts'
import { providers as words } from '../../strings/en/providers.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'

interface LeaveGuardProps {
  isDirty: boolean
  /** The provider whose form would be left. */
  name: string
  /** What changed, in words. */
  names: string
}

/** Asks before a change of the address throws away what was typed. */
export function LeaveGuard({ isDirty, name, names }: LeaveGuardProps) {
  // A window of the desktop app has no question of its own: there the browser's would only keep it from closing.
  const asksOnUnload = useHost()?.kind === 'headless'
  const blocker = useBlocker({
    shouldBlockFn: () => isDirty,
    enableBeforeUnload: isDirty && asksOnUnload,
    withResolver: true,
  })
  return (
    <ConfirmDialog
      open={blocker.status === 'blocked'}
      danger
      title={words.leave.title(name)}
      confirm={words.leave.confirm}
      onCancel={() => blocker.reset?.()}
      onConfirm={() => blocker.proceed?.()}
    >
      <p>{words.leave.text(names)}</p>
    </ConfirmDialog>
  )
}
