import { Notification } from 'electron'
import { systemClock } from '../core/clock.ts'
import type { Log, Notifier, Ports } from '../core/ports.ts'
import { systemQuestions } from './ask.ts'
import { systemFiles } from './choose-file.ts'
import { systemClipboard } from './clipboard.ts'
import { systemLinks } from './open-link.ts'

/** What the desktop gives the core. */
export function desktopPorts(options: { log: Log; onNotificationClick: () => void }): Ports {
  return {
    clock: systemClock,
    log: options.log,
    clipboard: systemClipboard,
    files: systemFiles,
    links: systemLinks,
    questions: systemQuestions,
    notifier: systemNotifier(options.onNotificationClick),
  }
}

/** Keeps what it shows: a notification that nobody holds is collected, and its click with it. */
function systemNotifier(onClick: () => void): Notifier {
  const shown = new Set<Notification>()
  return {
    notify(title, body) {
      if (!Notification.isSupported()) return
      const notification = new Notification({ title, body })
      shown.add(notification)
      notification.on('click', onClick)
      notification.on('close', () => shown.delete(notification))
      notification.show()
    },
  }
}
