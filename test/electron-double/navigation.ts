import { fromChromium } from './addresses.ts'
import type { CdpSession, Protocol } from './cdp.ts'
import { protocol } from './protocol.ts'
import type { WebContents } from './web-contents.ts'

type Paused = Protocol.EventMap['Fetch.requestPaused'][0]
type Question = 'will-frame-navigate' | 'will-navigate' | 'will-redirect'

/** A second policy that takes nothing but new windows: `window.open` gives null, as it does when Electron's handler denies. */
const withoutPopups = {
  name: 'content-security-policy',
  value:
    'sandbox allow-downloads allow-forms allow-modals allow-orientation-lock allow-pointer-lock allow-presentation allow-same-origin allow-scripts allow-storage-access-by-user-activation allow-top-navigation',
}
const refusedPopup = /^Blocked opening '(.*)' in a new window because the request was made in a sandboxed frame/

/** Calls back for each window that a page tried to open. Chromium tells of it in the page's log alone. */
export async function watchPopups(page: CdpSession, onPopup: (url: string) => void): Promise<void> {
  page.on('Log.entryAdded', ({ entry }) => {
    const [, url] = refusedPopup.exec(entry.text) ?? []
    if (url !== undefined) onPopup(fromChromium(url))
  })
  await page.send('Log.enable')
}

/**
 * Answers every request of a page with the app's own protocol handler, and asks the app before a page leaves: what
 * Electron does in its network stack and its navigation throttle.
 */
export async function watchRequests(contents: WebContents, page: CdpSession, mainFrameId: string): Promise<void> {
  const refused = new Set<string>()
  const asked = new Set<string>()

  const mayNot = (url: string, frameId: string) => isDepartureRefused(contents, url, frameId === mainFrameId)

  // Only a page's own navigations come by here; `loadURL` and `reload` don't, and Electron doesn't ask about them.
  page.on('Page.frameRequestedNavigation', ({ frameId, url, disposition }) => {
    if (disposition !== 'currentTab') return
    refused.delete(frameId)
    asked.add(frameId)
    if (mayNot(fromChromium(url), frameId)) refused.add(frameId)
  })

  page.on('Fetch.requestPaused', (paused) => {
    void answer(paused).catch((error: unknown) => {
      // The page may be gone by the time its answer is ready.
      if (!contents.isDestroyed()) process.stderr.write(`electron double: ${String(error)}\n`)
    })
  })

  const answer = async (paused: Paused): Promise<void> => {
    const url = fromChromium(paused.request.url)
    if (paused.resourceType === 'Document' && isStopped(paused, url)) return fail(page, paused, 'Aborted')
    const body = paused.request.postData
    const { method, headers } = paused.request
    const response = await protocol.answer(new Request(url, { method, headers, ...(body ? { body } : {}) }))
    // No other address is ever answered: the double has no network.
    if (!response) return fail(page, paused, 'NameNotResolved')
    const responseHeaders = [...response.headers].map(([name, value]) => ({ name, value }))
    if (paused.resourceType === 'Document') responseHeaders.push(withoutPopups)
    await page.send('Fetch.fulfillRequest', {
      requestId: paused.requestId,
      responseCode: response.status,
      responseHeaders,
      body: Buffer.from(await response.arrayBuffer()).toString('base64'),
    })
  }

  const isStopped = ({ frameId, redirectedRequestId }: Paused, url: string): boolean => {
    if (refused.delete(frameId)) return true
    if (redirectedRequestId) return isRefused(contents, 'will-redirect', url, frameId === mainFrameId)
    const isFirstOfFrame = frameId !== mainFrameId && !asked.has(frameId)
    return isFirstOfFrame && mayNot(url, frameId)
  }

  await page.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] })
}

/** Asks the app as Electron's navigation throttle does. */
export function isDepartureRefused(contents: WebContents, url: string, isMainFrame: boolean): boolean {
  const isHeld = isMainFrame && isRefused(contents, 'will-navigate', url, isMainFrame)
  return isHeld || isRefused(contents, 'will-frame-navigate', url, isMainFrame)
}

function isRefused(contents: WebContents, question: Question, url: string, isMainFrame: boolean): boolean {
  const details = { url, isMainFrame, isSameDocument: false, frame: isMainFrame ? contents.mainFrame : null }
  return contents.emitPreventable(question, details, url)
}

async function fail(page: CdpSession, paused: Paused, errorReason: 'Aborted' | 'NameNotResolved'): Promise<void> {
  await page.send('Fetch.failRequest', { requestId: paused.requestId, errorReason })
}
