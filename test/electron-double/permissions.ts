import { toChromium } from './addresses.ts'
import type { Protocol } from './cdp.ts'
import { chromium } from './chromium.ts'
import { chromiumNames, type Permission, session } from './session.ts'
import type { WebContents } from './web-contents.ts'

type Setting = Protocol.CommandParameters['Browser.setPermission']

/**
 * Asks the app about each permission, and gives Chromium the answers, so that a page meets what the app's handlers say:
 * `navigator.permissions.query` and the interfaces behind it. Kinds that Chromium can't be told about have unit tests only.
 */
export async function allowPermissions(contents: WebContents, address: string): Promise<void> {
  const { browser } = await chromium()
  const origin = new URL(toChromium(address)).origin
  const kinds = Object.entries(chromiumNames) as [Permission, string[]][]
  await Promise.all(
    kinds.flatMap(async ([permission, names]) => {
      const setting: Setting['setting'] = (await session.defaultSession.allows(contents, permission, origin))
        ? 'granted'
        : 'denied'
      await Promise.all(
        names.map((name) => browser.send('Browser.setPermission', { permission: { name }, setting, origin })),
      )
    }),
  )
}
