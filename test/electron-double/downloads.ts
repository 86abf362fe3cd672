import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fromChromium } from './addresses.ts'
import { app } from './app.ts'
import type { Cdp } from './cdp.ts'
import { LoudEmitter, loud } from './loud.ts'
import { session } from './session.ts'
import type { Stands } from './stands.ts'

type Members = 'getFilename' | 'getURL' | 'setSavePath'

/** A file on its way to the person. */
export class DownloadItem extends LoudEmitter implements Stands<Electron.DownloadItem, Members> {
  savePath = ''
  private readonly url: string
  private readonly fileName: string

  constructor(url: string, fileName: string) {
    super('DownloadItem', ['done'])
    this.url = url
    this.fileName = fileName
    return loud<DownloadItem>('DownloadItem', this)
  }

  getURL(): string {
    return this.url
  }

  getFilename(): string {
    return this.fileName
  }

  setSavePath(path: string): void {
    this.savePath = path
  }
}

/**
 * Asks the app about each download. Where nobody set a path Electron shows a dialog; the double's is closed without an
 * answer, so that download is cancelled.
 */
export async function watchDownloads({ browser }: Cdp): Promise<void> {
  const folder = join(app.getPath('userData'), 'Chromium', 'Downloads')
  mkdirSync(folder, { recursive: true })
  const items = new Map<string, DownloadItem>()
  browser.on('Browser.downloadWillBegin', ({ guid, url, suggestedFilename }) => {
    const address = url.startsWith('blob:') ? `blob:${fromChromium(url.slice('blob:'.length))}` : fromChromium(url)
    const item = new DownloadItem(address, suggestedFilename)
    const isRefused = session.defaultSession.emitPreventable('will-download', {}, item)
    items.set(guid, item)
    if (isRefused || !item.savePath) void browser.send('Browser.cancelDownload', { guid }).catch(() => {})
  })
  browser.on('Browser.downloadProgress', ({ guid, state, filePath }) => {
    const item = items.get(guid)
    if (!item || state === 'inProgress') return
    items.delete(guid)
    const file = filePath ?? join(folder, guid)
    const isSaved = state === 'completed' && item.savePath !== ''
    if (isSaved) renameSync(file, item.savePath)
    else rmSync(file, { force: true })
    item.emit('done', {}, isSaved ? 'completed' : 'cancelled')
  })
  await browser.send('Browser.setDownloadBehavior', {
    behavior: 'allowAndName',
    downloadPath: folder,
    eventsEnabled: true,
  })
}
