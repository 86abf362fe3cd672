import { systemClock } from '../core/clock.ts'
import type { Log, Ports } from '../core/ports.ts'

const noClipboard = () => Promise.reject(new Error('The headless host has no clipboard.'))

/**
 * What a browser elsewhere leaves the core: no clipboard, no file dialog and no question of the system's (they would be
 * another machine's), links that the page opens, and notifications that stay on the page, where findings are listed. None of their words go to the log.
 */
export function headlessPorts(log: Log): Ports {
  return {
    clock: systemClock,
    log,
    clipboard: {
      available: false,
      readText: noClipboard,
      writeConcealed: noClipboard,
      clear: noClipboard,
    },
    files: {
      available: false,
      chooseFile: () => Promise.reject(new Error('The headless host has no file dialog.')),
    },
    questions: { confirm: () => Promise.resolve(true) },
    links: { opensIn: 'page', open: () => Promise.resolve(true) },
    notifier: { notify: () => log.info('headless.notification-on-page') },
  }
}
