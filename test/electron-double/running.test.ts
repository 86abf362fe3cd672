/** What Electron documents of a running app; with a real Chromium for the pages. */
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { findChromium } from '../find-tools.ts'
import { type FixtureApp, fixtureApp } from './fixture-app.ts'

const page = '<!doctype html><title>home</title><button>here</button>'
const apps: FixtureApp[] = []
const small = (...parts: Parameters<typeof fixtureApp>): FixtureApp => {
  const app = fixtureApp(...parts)
  apps.push(app)
  return app
}

afterEach(() => {
  for (const app of apps.splice(0)) app.dispose()
})

const until = (app: FixtureApp, text: string | RegExp) =>
  vi.waitFor(() => expect(app.output()).toMatch(text), { timeout: 15_000, interval: 20 })
const ready = (more = '') => `app.whenReady().then(async () => { serve(${JSON.stringify(page)}); ${more} })\n`
const withWindow = (more = '') => ready(`const window = await open(); ${more}; await window.loadURL('app://home/')`)

describe.skipIf(!findChromium())('a page', () => {
  test('sees nothing of Electron: no require, no process, no binding of the double', async () => {
    const app = await small(withWindow(), 'globalThis.secret = 1').launch()
    const window = await app.firstWindow()
    await window.getByText('here').waitFor()
    const seen = await window.evaluate(() => {
      const names = ['require', 'process', 'module', 'Buffer', 'global', 'secret', 'electron', 'ipcRenderer']
      return [
        ...names.filter((name) => name in globalThis),
        ...Object.getOwnPropertyNames(globalThis).filter((name) => /electron|double/i.test(name)),
      ]
    })
    expect(seen).toEqual([])
    await app.close()
  })

  test('has a preload that may require electron and three more, and is named when it asks for Node', async () => {
    const app = small(
      withWindow("window.webContents.on('preload-error', (_event, path, error) => say('failed', error.message))"),
      "require('node:fs')",
    )
    const running = await app.launch()
    await until(app, /failed .*module not found: node:fs/)
    await (await running.firstWindow()).getByText('here').waitFor()
    await running.close()
  })

  test('goes on without a preload that is not there', async () => {
    const preload = "{ preload: '/nowhere/preload.cjs' }"
    const app = small(
      ready(
        `const window = await open(${preload}); window.webContents.on('preload-error', () => say('no preload')); await window.loadURL('app://home/')`,
      ),
    )
    const running = await app.launch()
    await until(app, 'no preload')
    await (await running.firstWindow()).getByText('here').waitFor()
    await running.close()
  })

  test('asks and is answered, and an error crosses as words', async () => {
    const preload = `
      const { ipcRenderer } = require('electron')
      window.addEventListener('message', async ({ data }) => {
        if (data === 'ask') document.title = await ipcRenderer.invoke('add', 1, 2) + ' ' + await ipcRenderer.invoke('no').catch((error) => error.message)
      })`
    const app = await small(`ipcMain.handle('add', (_event, a, b) => a + b)\n${withWindow()}`, preload).launch()
    const window = await app.firstWindow()
    await window.getByText('here').waitFor()
    await window.evaluate(() => globalThis.postMessage('ask', '*'))
    await window.waitForFunction(() => document.title.startsWith('3'))
    expect(await window.title()).toContain("Error invoking remote method 'no': Error: No handler registered for 'no'")
    await app.close()
  })

  test('loses its ports when it is reloaded, and main hears of it', async () => {
    const preload = `
      const { ipcRenderer } = require('electron')
      ipcRenderer.on('port', (event) => window.postMessage('port', '/', event.ports))
      ipcRenderer.send('ask')`
    const main = `ipcMain.on('ask', (event) => {
      const { port1, port2 } = new MessageChannelMain()
      port1.on('message', ({ data }) => { say('got', data); port1.postMessage('back ' + data) })
      port1.on('close', () => say('port closed'))
      port1.start()
      event.senderFrame.postMessage('port', null, [port2])
    })\n`
    const html =
      '<script>addEventListener("message", ({ ports }) => { const [port] = ports; if (!port) return; port.onmessage = ({ data }) => { document.title = data }; port.postMessage("hello") })</script>'
    const app = small(main + withWindow().replace(JSON.stringify(page), JSON.stringify(html)), preload)
    const running = await app.launch()
    const window = await running.firstWindow()
    await window.waitForFunction(() => document.title === 'back hello')
    expect(app.output()).not.toContain('port closed')
    await window.reload()
    await until(app, 'port closed')
    await window.waitForFunction(() => document.title === 'back hello')
    await running.close()
  })

  test('is asked about before it leaves by itself, and not when the app sends it', async () => {
    const watch =
      "window.webContents.on('will-navigate', (event) => { say('leaving to', event.url); event.preventDefault() })"
    const app = small(withWindow(watch))
    const running = await app.launch()
    const window = await running.firstWindow()
    await window.getByText('here').waitFor()
    await window.reload()
    await window.evaluate(() => {
      location.hash = '#inside'
    })
    expect(app.output()).not.toContain('leaving to')
    for (const url of ['https://example.com/', 'about:blank', 'app://other/', 'mailto:a@b']) {
      await window.evaluate((to) => {
        location.href = to
      }, url)
      await until(app, `leaving to ${url}`)
    }
    expect(await window.title()).toBe('home')
    await running.close()
  })

  test('goes where it may: navigation is not blocked by the double itself', async () => {
    const app = await small(withWindow()).launch()
    const window = await app.firstWindow()
    await window.getByText('here').waitFor()
    await window.evaluate(() => {
      location.href = '/elsewhere'
    })
    await window.getByText('else', { exact: true }).waitFor()
    await app.close()
  })

  test('opens no window, and gets null for it as from Electron', async () => {
    const app = small(withWindow())
    const running = await app.launch()
    const window = await running.firstWindow()
    await window.getByText('here').waitFor()
    expect(await window.evaluate(() => globalThis.open('https://example.com/a') === null)).toBe(true)
    await until(app, 'popup https://example.com/a')
    expect(running.windows()).toHaveLength(1)
    await running.close()
  })

  test('meets what the permission handlers say', async () => {
    const deny =
      'session.defaultSession.setPermissionCheckHandler(() => false); session.defaultSession.setPermissionRequestHandler((_c, _p, answer) => answer(false))'
    const query = async (main: string) => {
      const app = await small(main).launch()
      const window = await app.firstWindow()
      await window.getByText('here').waitFor()
      const states = await window.evaluate(async () =>
        Promise.all(
          ['geolocation', 'notifications', 'camera', 'clipboard-read'].map(
            async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state,
          ),
        ),
      )
      await app.close()
      return new Set(states)
    }
    expect(await query(withWindow())).toEqual(new Set(['granted']))
    expect(await query(withWindow(deny))).toEqual(new Set(['denied']))
  })

  test('saves what it made where the app says, and nowhere else; a refused one is told of as cancelled', async () => {
    const watch = `session.defaultSession.on('will-download', (event, item) => {
      item.on('done', (_event, state) => say(item.getFilename(), state))
      if (item.getFilename() === 'kept.txt') item.setSavePath(join(import.meta.dirname, 'kept.txt'))
      if (item.getFilename() === 'refused.txt') event.preventDefault()
      say('asked', item.getURL().replace(/[0-9a-f-]{36}$/, 'id'))
    })`
    const app = small(withWindow(watch))
    const running = await app.launch()
    const window = await running.firstWindow()
    await window.getByText('here').waitFor()
    for (const name of ['kept.txt', 'refused.txt', 'unanswered.txt']) {
      await window.evaluate((fileName) => {
        const link = document.createElement('a')
        link.href = URL.createObjectURL(new Blob([fileName]))
        link.download = fileName
        link.click()
      }, name)
      await until(app, `${name} ${name === 'kept.txt' ? 'completed' : 'cancelled'}`)
    }
    expect(app.output()).toContain('asked blob:app://home/id')
    expect(readFileSync(join(app.folder, 'kept.txt'), 'utf8')).toBe('kept.txt')
    expect(readdirSync(join(app.folder, 'data', 'Chromium', 'Downloads'))).toEqual([])
    await running.close()
  })

  test('that crashes is told of, and comes back when it is reloaded', async () => {
    const watch = `
      window.webContents.on('did-finish-load', () => say('loaded'))
      window.webContents.on('render-process-gone', (_event, { reason }) => { say('gone', reason); window.reload() })`
    const app = small(withWindow(watch))
    const running = await app.launch()
    const window = await running.firstWindow()
    await window.getByText('here').waitFor()
    const devTools = await window.context().newCDPSession(window)
    devTools.send('Page.crash').catch(() => {})
    await until(app, /gone crashed[\s\S]*loaded/)
    await running.close()
  })
})

describe.skipIf(!findChromium())('an app', () => {
  test('is what its package says', async () => {
    const app = await small(withWindow()).launch()
    const window = await app.firstWindow()
    expect(await app.evaluate(({ app }) => [app.getVersion(), app.isReady(), app.isPackaged])).toEqual([
      '1.2.3',
      true,
      false,
    ])
    const size = await (await app.browserWindow(window)).evaluate((browserWindow) =>
      (browserWindow as unknown as { getBounds(): object }).getBounds(),
    )
    expect(size).toMatchObject({ width: 800, height: 600 })
    await app.close()
  })

  test('quits when its last window is closed and nobody listens', async () => {
    const app = small(withWindow("window.webContents.once('did-finish-load', () => window.close())"))
    const [code] = (await once(app.spawn(), 'exit')) as [number]
    expect(code).toBe(0)
  })

  test('runs once: the second start is refused, and the first hears of it', async () => {
    const app = small(`
      if (!app.requestSingleInstanceLock()) { say('second refused'); app.quit() }
      else {
        app.on('second-instance', (_event, argv) => { say('heard', argv.includes('--word')); app.quit() })
        ${withWindow("say('first open')")}
      }`)
    const first = app.spawn()
    await until(app, 'first open')
    // Asked for before the second starts: the first quits as soon as it hears, perhaps before the second is gone.
    const firstGone = once(first, 'exit')
    const [code] = (await once(app.spawn('--word'), 'exit')) as [number]
    await firstGone
    expect(code).toBe(0)
    expect(app.output()).toContain('second refused')
    expect(app.output()).toContain('heard true')
  })

  test('starts again after it was killed, and leaves no Chromium behind', async () => {
    const app = small(
      `say(app.requestSingleInstanceLock() ? 'locked' : 'refused')\n${withWindow("window.webContents.once('did-finish-load', () => say('open'))")}`,
    )
    const first = app.spawn()
    await until(app, 'open')
    first.kill('SIGKILL')
    await once(first, 'exit')
    await vi.waitFor(() => expect(processesOf(app.folder)).toEqual([]), { timeout: 15_000 })
    const second = app.spawn()
    await until(app, /open[\s\S]*locked[\s\S]*open/)
    second.kill('SIGTERM')
    const [code] = (await once(second, 'exit')) as [number]
    expect(code).toBe(0)
  })

  test('that throws while it starts ends with the error', async () => {
    const app = small("throw new Error('no start')")
    const [code] = (await once(app.spawn(), 'exit')) as [number]
    expect(code).toBe(1)
    expect(app.output()).toContain('no start')
  })

  test('that would open a window ends loudly instead of showing something else', async () => {
    const app = small(
      ready(
        "const window = await open(); window.webContents.setWindowOpenHandler(() => ({ action: 'allow' })); await window.loadURL('app://home/')",
      ).replace(page.slice(0, 15), '<!doctype html><script>window.open(\\"/x\\")</script>'),
    )
    const [code] = (await once(app.spawn(), 'exit')) as [number]
    expect(code).not.toBe(0)
    expect(app.output()).toContain('a second window')
  })
})

/** Processes whose command line names this folder. Only Linux tells. */
function processesOf(folder: string): string[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      } catch {
        return ''
      }
    })
    .filter((line) => line.includes(folder))
}
