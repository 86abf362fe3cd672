import { readFileSync } from 'node:fs'
import { fromChromium, toChromium } from './addresses.ts'
import { app } from './app.ts'
import type { CdpSession } from './cdp.ts'
import { chromium } from './chromium.ts'
import { LoudEmitter, loud, notImplemented } from './loud.ts'
import type { MessagePortMain } from './message-ports.ts'
import { isDepartureRefused, watchPopups, watchRequests } from './navigation.ts'
import { PageLink } from './page-link.ts'
import { allowPermissions } from './permissions.ts'
import { preludeSource } from './prelude.ts'
import { session } from './session.ts'
import type { Stands } from './stands.ts'
import { WebFrameMain } from './web-frame-main.ts'
import { isolatedWorld } from './wire.ts'

type Members =
  | 'close'
  | 'getURL'
  | 'id'
  | 'isDestroyed'
  | 'loadURL'
  | 'mainFrame'
  | 'reload'
  | 'session'
  | 'setWindowOpenHandler'
type OpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0]

const events = [
  'destroyed',
  'did-fail-load',
  'did-finish-load',
  'did-navigate',
  'dom-ready',
  'preload-error',
  'render-process-gone',
  'will-attach-webview',
  'will-frame-navigate',
  'will-navigate',
  'will-redirect',
]

/** What a window tells its page. */
interface Given {
  preload: string | undefined
  size: { width: number; height: number }
  onGone: () => void
}

const all: WebContents[] = []

/** One page, shown by a tab of Chromium. */
export class WebContents extends LoudEmitter implements Stands<Electron.WebContents, Members> {
  readonly id: number
  readonly mainFrame: WebFrameMain
  targetId: string | undefined
  private readonly preload: string | undefined
  private readonly size: { width: number; height: number }
  private readonly onGone: () => void
  private page: CdpSession | undefined
  private link: PageLink | undefined
  private url = ''
  private isGone = false
  private readonly gone = Promise.withResolvers<void>()
  private openHandler: OpenHandler | undefined

  private constructor(given: Given) {
    super('webContents', events)
    this.preload = given.preload
    this.size = given.size
    this.onGone = given.onGone
    this.id = all.length + 1
    this.mainFrame = WebFrameMain.of({
      id: this.id,
      address: () => this.url,
      isDestroyed: () => this.isGone,
      deliver: (channel, message, ports) => this.deliver(channel, message, ports),
    })
  }

  static create(given: Given): WebContents {
    const contents = loud('webContents', new WebContents(given))
    all.push(contents)
    return contents
  }

  get session() {
    return session.defaultSession
  }

  isDestroyed(): boolean {
    return this.isGone
  }

  getURL(): string {
    return this.url
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler
  }

  async loadURL(url: string): Promise<void> {
    const page = await this.attach()
    await allowPermissions(this, url)
    const loaded = new Promise<void>((resolve) => this.once('did-finish-load', () => resolve()))
    const { errorText } = await page.send('Page.navigate', { url: toChromium(url) })
    if (errorText) {
      this.emit('did-fail-load', {}, -2, errorText, url, true)
      throw loadError(errorText.replace('net::', ''), url)
    }
    await Promise.race([loaded, this.gone.promise.then(() => Promise.reject(loadError('ERR_FAILED', url)))])
  }

  reload(): void {
    void this.page?.send('Page.reload').catch(() => {})
  }

  /** What `prefers-color-scheme` says to the page; empty is the system's. */
  preferColours(value: string): void {
    const features = [{ name: 'prefers-color-scheme', value }]
    void this.page?.send('Emulation.setEmulatedMedia', { features }).catch(() => {})
  }

  close(): void {
    void this.leave()
  }

  /** The page wants to go where no request leads. It was held back, so an app that lets it go can't be shown. */
  departing(url: string): void {
    if (!isDepartureRefused(this, url, true)) notImplemented(`a navigation to ${url}`)
  }

  /** As Electron: told to the app, and the page goes on without a preload. */
  preloadFailed(error: Error): void {
    process.stderr.write(`Unable to load preload script: ${this.preload}\n${error.message}\n`)
    this.emit('preload-error', {}, this.preload, error)
  }

  private deliver(channel: string, message: unknown, ports: MessagePortMain[]): void {
    if (!this.link) throw new Error('electron double: a message to a page that was never loaded')
    this.link.deliver(channel, message, ports)
  }

  private async leave(): Promise<void> {
    const { targetId } = this
    if (!targetId) return this.destroyed()
    const { browser } = await chromium()
    const close = () => browser.send('Target.closeTarget', { targetId }).catch(() => {})
    // Chromium forgets to close a tab whose page comes just then: it says yes, and the tab stays.
    const again = setInterval(() => void close(), 1_000)
    this.once('destroyed', () => clearInterval(again))
    await close()
  }

  private async attach(): Promise<CdpSession> {
    if (this.page) return this.page
    const cdp = await chromium()
    cdp.browser.on('Target.targetDestroyed', ({ targetId }) => {
      if (targetId === this.targetId) this.destroyed()
    })
    cdp.browser.on('Target.targetCreated', ({ targetInfo }) => {
      const isOurs = this.targetId !== undefined && targetInfo.openerId === this.targetId
      if (isOurs) notImplemented(`a second window at ${targetInfo.url}`)
    })
    // Before the tab exists, so that its end can't be missed.
    await cdp.browser.send('Target.setDiscoverTargets', { discover: true })
    const { targetId } = await cdp.browser.send('Target.createTarget', {
      url: 'about:blank',
      newWindow: true,
      ...this.size,
    })
    this.targetId = targetId
    if (this.isGone) {
      await this.leave()
      throw loadError('ERR_FAILED', '')
    }
    const { sessionId } = await cdp.browser.send('Target.attachToTarget', { targetId, flatten: true })
    const page = cdp.session(sessionId)
    this.page = page
    this.watchPage(page, targetId)
    this.link = new PageLink(this, page, targetId)
    await page.send('Page.enable')
    await page.send('Inspector.enable')
    await this.link.open()
    await watchRequests(this, page, targetId)
    await watchPopups(page, (url) => this.opening(url))
    const source = this.preloadSource()
    if (source) await page.send('Page.addScriptToEvaluateOnNewDocument', { worldName: isolatedWorld, source })
    return page
  }

  private watchPage(page: CdpSession, mainFrameId: string): void {
    page.on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId) return
      this.url = fromChromium(frame.url)
      this.emit('did-navigate', {}, this.url, 200, 'OK')
    })
    page.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      if (frameId === mainFrameId) this.url = fromChromium(url)
    })
    page.on('Page.domContentEventFired', () => this.emit('dom-ready', {}))
    page.on('Page.loadEventFired', () => this.emit('did-finish-load'))
    page.on('Inspector.targetCrashed', () => {
      this.link?.closePorts()
      this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 })
    })
  }

  private opening(url: string): void {
    const details = {
      url,
      frameName: '',
      features: '',
      disposition: 'foreground-tab' as const,
      referrer: { url: '', policy: 'no-referrer' as const },
    }
    const answer = this.openHandler?.(details)
    if (answer?.action !== 'deny') notImplemented(`a second window, which ${url} would have opened,`)
  }

  private preloadSource(): string | undefined {
    if (!this.preload) return undefined
    try {
      return preludeSource(readFileSync(this.preload, 'utf8'))
    } catch (error) {
      this.preloadFailed(error as Error)
      return undefined
    }
  }

  private destroyed(): void {
    if (this.isGone) return
    this.isGone = true
    this.gone.resolve()
    this.link?.closePorts()
    this.emit('destroyed')
    this.onGone()
  }
}

/** As `loadURL` rejects. */
function loadError(code: string, url: string): Error {
  return Object.assign(new Error(`${code} loading '${url}'`), { code, url })
}

/** The static side of Electron's class: the pages there are. */
export const webContents = loud('webContents', {
  getAllWebContents: (): WebContents[] => all.filter((contents) => !contents.isDestroyed()),
  fromId: (id: number): WebContents | undefined => all.find((contents) => contents.id === id),
  fromDevToolsTargetId: (targetId: string): WebContents | undefined =>
    all.find((contents) => contents.targetId === targetId),
} satisfies Stands<typeof Electron.WebContents, 'fromDevToolsTargetId' | 'fromId' | 'getAllWebContents'>)

/** Announced once, when the window that holds it exists. */
export function announce(contents: WebContents): void {
  app.emit('web-contents-created', {}, contents)
}
