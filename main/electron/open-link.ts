import { BrowserWindow, dialog, shell } from 'electron'
import type { Links } from '../core/ports.ts'

/** Opens a link in the system's browser after the person said yes to its host. The one place that calls `openExternal`. */
export const systemLinks: Links = {
  opensIn: 'core',
  async open(url) {
    if (url.protocol !== 'https:' || url.username || url.password) {
      throw new Error('Only https links without a user in them are opened.')
    }
    const question = {
      type: 'question' as const,
      message: `Open ${url.host} in your browser?`,
      detail: url.href.length > 400 ? `${url.href.slice(0, 400)}…` : url.href,
      buttons: ['Open', 'Cancel'],
      defaultId: 1,
      cancelId: 1,
      noLink: true,
    }
    const window = BrowserWindow.getAllWindows().at(0)
    const { response } = await (window ? dialog.showMessageBox(window, question) : dialog.showMessageBox(question))
    if (response !== 0) return false
    await shell.openExternal(url.href)
    return true
  },
}
