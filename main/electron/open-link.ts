import { shell } from 'electron'
import type { Links } from '../core/ports.ts'
import { systemQuestions } from './ask.ts'

/** Opens a link in the system's browser after the person said yes to its host. The one place that calls `openExternal`. */
export const systemLinks: Links = {
  opensIn: 'core',
  async open(url) {
    if (url.protocol !== 'https:' || url.username || url.password) {
      throw new Error('Only https links without a user in them are opened.')
    }
    const isMeant = await systemQuestions.confirm({
      message: `Open ${url.host} in your browser?`,
      detail: url.href.length > 400 ? `${url.href.slice(0, 400)}…` : url.href,
      yes: 'Open',
    })
    if (isMeant) await shell.openExternal(url.href)
    return isMeant
  },
}
