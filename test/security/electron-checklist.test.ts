/** The 20 items of Electron's own security checklist, by its numbers. What needs a page is in `test/e2e/electron-only`. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FuseV1Options, flipFuses, getCurrentFuseWire } from '@electron/fuses'
import { parseSync } from 'oxc-parser'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { guardContents } from '../../main/electron/contents-guards.ts'
import { systemLinks } from '../../main/electron/open-link.ts'
import { answerPageRequest } from '../../main/electron/page-protocol.ts'
import { guardSession } from '../../main/electron/session-guards.ts'
import { openWindow } from '../../main/electron/window.ts'
import { loadPage, type PageFiles } from '../../main/page/page-files.ts'
import { fuses } from '../../scripts/set-fuses.ts'
import { makeStandInRuntime } from '../../scripts/stand-in-runtime.ts'
import { app } from '../electron-double/app.ts'
import { BrowserWindow } from '../electron-double/browser-window.ts'
import { DownloadItem } from '../electron-double/downloads.ts'
import { readyDouble } from '../electron-double/ready-double.ts'
import { Session } from '../electron-double/session.ts'
import { dialog, shell } from '../electron-double/system.ts'
import { WebContents } from '../electron-double/web-contents.ts'
import { callsOf, filesUnder, mentions, type SyntaxNode, sourcesUnder } from './source-scan.ts'

const root = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const shellSources = sourcesUnder('main/electron', 'main/preload')
const shipped = sourcesUnder('main', 'renderer', 'contract')

let folder: string
let page: PageFiles
let window: BrowserWindow

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydeck-checklist-'))
  mkdirSync(join(folder, 'page'))
  writeFileSync(join(folder, 'page', 'index.html'), '<!doctype html><html><head></head></html>')
  writeFileSync(join(folder, 'page', 'a.js'), 'export {}')
  page = loadPage(join(folder, 'page'), 'electron')
  readyDouble()
  // The guards are hung up before any window exists, as the shell does.
  app.on('web-contents-created', (_event: unknown, contents: WebContents) => guardContents(asReal(contents)))
  vi.spyOn(BrowserWindow.prototype, 'loadURL').mockResolvedValue()
  openWindow(folder, { info: () => {}, warn: () => {}, error: () => {} })
  window = BrowserWindow.getAllWindows()[0]!
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The double stands for Electron's class; only the compiler has to be told. */
const asReal = (stand: unknown) => stand as never
const preferences = () => window.options.webPreferences ?? {}

test('1 only secure content: one address is loaded, and no file of the page names another origin', () => {
  const loads = callsOf(shellSources, 'loadURL').map(({ path, call }) => [
    path,
    (call['arguments'] as SyntaxNode[])[0]?.['name'],
  ])
  expect(loads).toEqual([['main/electron/window.ts', 'pageAddress']])
  for (const path of filesUnder(['renderer'], ['.html', '.css'])) {
    expect(read(path), path).not.toMatch(
      /(?:src|href|action)=["']?(?:https?:)?\/\/|@import\s+(?:url\()?["']?(?:https?:)?\/\/|url\(["']?(?:https?:)?\/\//i,
    )
  }
})

test('2 no Node in pages, workers or frames', () => {
  expect(preferences()).toMatchObject({
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
  })
})

test('3 the preload lives in a world of its own', () => {
  expect(preferences().contextIsolation).toBe(true)
})

test('4 pages are sandboxed, each and all', () => {
  expect(preferences().sandbox).toBe(true)
  const [call, ...more] = callsOf(shellSources, 'enableSandbox')
  expect(more).toEqual([])
  expect(call?.path).toBe('main/electron/index.ts')
})

describe('5 every permission is denied', () => {
  const declared = /setPermissionCheckHandler\(handler: \(\(webContents: [^,]+, permission: ([^,]+),/.exec(
    read('node_modules/electron/electron.d.ts'),
  )
  const permissions = [...(declared?.[1] ?? '').matchAll(/'([^']+)'/g)].map(([, name]) => name!)
  const session = new Session()
  guardSession(asReal(session))

  test('the list of permissions was read from electron.d.ts', () => {
    expect(permissions.length).toBeGreaterThan(40)
    expect(permissions).toEqual(
      expect.arrayContaining(['clipboard-read', 'loopback-network', 'local-network-access', 'unknown']),
    )
  })

  test.each(permissions)('%s', async (name) => {
    const { check, request } = session.handlers
    expect(check?.(null, name as 'media', 'app://keydeck', asReal({}))).toBe(false)
    expect(await new Promise((answer) => request?.(asReal(null), name as 'media', answer, asReal({})))).toBe(false)
  })

  test('devices, screens and pairing', async () => {
    expect(session.handlers.device?.(asReal({ deviceType: 'hid', origin: 'app://keydeck' }))).toBe(false)
    expect(await new Promise((answer) => session.handlers.media?.(asReal({}), answer))).toBeNull()
    expect(await new Promise((answer) => session.handlers.pairing?.(asReal({}), answer))).toEqual({ confirmed: false })
  })
})

describe('a download', () => {
  const session = new Session()
  guardSession(asReal(session))
  const isRefused = (url: string) => session.emitPreventable('will-download', {}, new DownloadItem(url, 'keys.keydeck'))

  test('of what the page made is asked of the person', () => {
    expect(isRefused('blob:app://keydeck/f9a3c1f0-0000-4000-8000-000000000000')).toBe(false)
  })

  test.each([
    'https://example.com/a',
    'blob:https://example.com/1',
    'blob:app://evil/1',
    'blob:app://keydeck@evil/1',
    'app://keydeck/index.html',
    'data:text/plain,x',
    'file:///etc/passwd',
    'blob:',
  ])('of %s is refused: nothing but the page could have begun it, and it has no reason to', (url) => {
    expect(isRefused(url)).toBe(true)
  })
})

test('6, 8, 9, 10 no switch that weakens a page is named anywhere', () => {
  const weakening = ['webSecurity', 'allowRunningInsecureContent', 'experimentalFeatures', 'enableBlinkFeatures']
  expect(mentions(shipped, ...weakening, 'allowDisplayingInsecureContent', 'disableBlinkFeatures')).toEqual([])
})

test('7 every answer carries the content policy: documents, parts and refusals', () => {
  for (const url of ['app://keydeck/', 'app://keydeck/a.js', 'app://keydeck/none']) {
    const policy = answerPageRequest({ method: 'GET', url }, page).headers.get('content-security-policy')
    expect(policy, url).toContain("default-src 'none'; script-src 'self'")
    expect(policy, url).toContain("connect-src 'none'")
  }
})

test('11 no webview, and nothing that would give one a window', () => {
  expect(preferences().webviewTag).toBe(false)
  expect(mentions(shipped, 'webview', 'allowpopups')).toEqual([])
})

test('12 an attached webview is prevented, should one ever be', () => {
  expect(window.webContents.emitPreventable('will-attach-webview', {}, {}, {})).toBe(true)
})

describe('13 a page stays at home', () => {
  const elsewhere = `
    https://example.com/ http://127.0.0.1:7420/ app://keydeck.evil/ app://keydeck@evil/ app://user:x@keydeck/ app://keydeck:80/
    app://KEYDECK/ app:///keydeck app:keydeck file:///etc/passwd file://keydeck/ data:text/html,x blob:app://keydeck/1
    javascript:alert(1) about:blank about:srcdoc chrome://settings devtools://x view-source:app://keydeck/ ws://keydeck/
    mailto:a@b smb://h/s ms-msdt:x calculator:// vbscript:x filesystem:app://keydeck/x app://evil/#app://keydeck/ //keydeck/ x`
  const addresses = elsewhere.trim().split(/\s+/)

  test.each(addresses)('%s', (url) => {
    for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
      expect(window.webContents.emitPreventable(event, { url, isMainFrame: true }), event).toBe(true)
    }
  })

  test('its own address may be loaded again, but not in a frame', () => {
    const own = { url: 'app://keydeck/#/keys' }
    expect(window.webContents.emitPreventable('will-navigate', { ...own, isMainFrame: true })).toBe(false)
    expect(window.webContents.emitPreventable('will-frame-navigate', { ...own, isMainFrame: false })).toBe(true)
  })
})

test('14 no second window, not even of our own page', () => {
  const handlers: Parameters<WebContents['setWindowOpenHandler']>[0][] = []
  vi.spyOn(WebContents.prototype, 'setWindowOpenHandler').mockImplementation((handler) => void handlers.push(handler))
  guardContents(asReal(WebContents.create({ preload: undefined, size: { width: 1, height: 1 }, onGone: () => {} })))
  for (const url of ['https://example.com/', 'app://keydeck/', 'about:blank', 'javascript:alert(1)', 'smb://h/s']) {
    expect(handlers.map((handler) => handler(asReal({ url })))).toEqual([{ action: 'deny' }])
  }
})

describe('15 nothing is opened outside without a person', () => {
  test('there is one call, and it is in the function that asks', () => {
    expect(callsOf(shipped, 'openExternal').map(({ path }) => path)).toEqual(['main/electron/open-link.ts'])
    expect(callsOf(shipped, 'openPath')).toEqual([])
  })

  test.each([
    'http://example.com/',
    'file:///etc/passwd',
    'smb://h/s',
    'javascript:alert(1)',
    'https://user@example.com/',
    'https://a:b@example.com/',
  ])('refuses %s without asking', async (text) => {
    const ask = vi.spyOn(dialog, 'showMessageBox')
    await expect(systemLinks.open(new URL(text))).rejects.toThrow('https')
    expect(ask).not.toHaveBeenCalled()
  })

  test('asks with the host in the question, and opens after a yes only', async () => {
    const open = vi.spyOn(shell, 'openExternal').mockResolvedValue()
    const ask = vi.spyOn(dialog, 'showMessageBox').mockResolvedValue({ response: 1, checkboxChecked: false })
    const url = new URL('https://xn--pple-43d.example/path?q=1')
    expect(await systemLinks.open(url)).toBe(false)
    expect(open).not.toHaveBeenCalled()
    const options = ask.mock.calls[0]?.at(-1) as Electron.MessageBoxOptions
    // In its ASCII form: a look-alike letter must look like what it is.
    expect(options.message).toContain('xn--pple-43d.example')
    expect([options.defaultId, options.cancelId]).toEqual([1, 1])
    ask.mockResolvedValue({ response: 0, checkboxChecked: false })
    expect(await systemLinks.open(url)).toBe(true)
    expect(open).toHaveBeenCalledExactlyOnceWith(url.href)
  })
})

test('16 Electron is pinned to one release of the line that was audited', () => {
  const wanted = (JSON.parse(read('package.json')) as { devDependencies: Record<string, string> }).devDependencies[
    'electron'
  ]
  const installed = (JSON.parse(read('node_modules/electron/package.json')) as { version: string }).version
  expect(wanted).toMatch(/^45\.\d+\.\d+$/)
  expect(installed).toBe(wanted)
})

test('17 one wrapper listens to pages, and nothing else can', () => {
  expect(new Set(mentions(shipped, 'ipcMain'))).toEqual(new Set(['main/electron/senders.ts: ipcMain']))
  expect(mentions(shipped, 'handleOnce', 'ipc-message', 'ipc-message-sync', 'nodeIntegrationInSubFrames')).toEqual([
    'main/electron/window.ts: nodeIntegrationInSubFrames',
  ])
})

describe('18 the page is served under its own scheme, from a list', () => {
  const climbs = `
    ../a.js /../a.js %2e%2e/a.js ..%2fa.js ..%5ca.js a.js%00 a.js%00.html /a.js //a.js a.js/ a.js? a.js?x ?x
    C:/Windows/win.ini etc/passwd index.html assets`
  test.each(climbs.trim().split(/\s+/))('app://keydeck/%s is nothing', (path) => {
    expect(answerPageRequest({ method: 'GET', url: `app://keydeck/${path}` }, page).status).toBe(404)
  })

  test.each([
    'app://evil/',
    'app://keydeck:80/a.js',
    'app://keydeck@evil/a.js',
    'https://keydeck/a.js',
    'app://KEYDECK/a.js',
    '',
  ])('%j is nobody', (url) => expect(answerPageRequest({ method: 'GET', url }, page).status).toBe(404))

  test.each(['POST', 'PUT', 'HEAD', 'OPTIONS', 'DELETE'])('%s is refused', (method) => {
    expect(answerPageRequest({ method, url: 'app://keydeck/' }, page).status).toBe(405)
  })

  test('what there is comes with its type, and a fragment is no part of it', async () => {
    const answer = answerPageRequest({ method: 'GET', url: 'app://keydeck/a.js#part' }, page)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8'])
    expect(await answer.text()).toBe('export {}')
  })

  test('no privilege beyond an origin, and no file is ever loaded', () => {
    expect(mentions(shellSources, 'bypassCSP', 'corsEnabled', 'allowServiceWorkers', 'allowExtensions')).toEqual([])
    expect(callsOf(shellSources, 'loadFile')).toEqual([])
  })
})

describe('19 fuses', () => {
  test('every fuse is set as decided', async () => {
    const runtime = join(folder, 'runtime')
    makeStandInRuntime(runtime, { version: '45.0.0', fuseStates: '111111111' })
    await flipFuses(join(runtime, 'electron'), fuses)
    const wire = await getCurrentFuseWire(join(runtime, 'electron'))
    const states = Object.values(FuseV1Options).filter((name) => typeof name === 'number')
    expect(states.map((name) => `${FuseV1Options[name]} ${String.fromCharCode(wire[name] ?? 0)}`)).toEqual([
      'RunAsNode 0',
      'EnableCookieEncryption 1',
      'EnableNodeOptionsEnvironmentVariable 0',
      'EnableNodeCliInspectArguments 0',
      'EnableEmbeddedAsarIntegrityValidation 1',
      'OnlyLoadAppFromAsar 1',
      'LoadBrowserProcessSpecificV8Snapshot 0',
      'GrantFileProtocolExtraPrivileges 0',
      'WasmTrapHandlers 1',
    ])
  })

  test('an Electron with a fuse that nobody decided about is not packed', async () => {
    const runtime = join(folder, 'newer')
    makeStandInRuntime(runtime, { version: '46.0.0', fuseStates: '1111111111' })
    await expect(flipFuses(join(runtime, 'electron'), fuses)).rejects.toThrow('10 fuses')
  })
})

test('20 the preload exposes nothing: three statements, one import, no value that crosses', () => {
  const { program } = parseSync('index.ts', read('main/preload/index.ts'))
  expect(program.body.map((statement) => statement.type)).toEqual([
    'ImportDeclaration',
    'ExpressionStatement',
    'ExpressionStatement',
  ])
  const preload = sourcesUnder('main/preload')
  expect(mentions(preload, 'contextBridge', 'exposeInMainWorld', 'invoke', 'sendSync', 'require')).toEqual([])
  const sends = callsOf(preload, 'send').map(({ call }) => (call['arguments'] as SyntaxNode[]).length)
  expect(sends).toEqual([1])
})
