import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import {
  _electron,
  type Browser,
  type BrowserType,
  test as base,
  expect,
  type Page,
  type TestInfo,
} from '@playwright/test'
import { chromiumArgs, findChromium } from '../find-tools.ts'
import { type SecretService, startSecretService } from '../secret-service/secret-service.ts'

const root = resolve(import.meta.dirname, '../..')
const node = join(root, 'node_modules', '.bin', 'node')

export interface HostOptions {
  host: 'electron' | 'headless'
}

/** Keydeck running in one of its hosts, on a profile of its own. */
export interface RunningApp {
  page: Page
  /** Everything the app's process wrote, for leak scans. */
  output(): string
  /** The next file that the page makes is saved there: what a person says to the browser, or in the desktop's dialog. */
  saveNext(path: string): Promise<void>
  /** From now on the system's questions are answered with yes; the headless host asks none. */
  sayYes(): Promise<void>
  /** Ends the app as a person would, and waits until it is gone. */
  quit(): Promise<void>
  /** Ends the core as a power cut would. */
  kill(): Promise<void>
}

export interface StartOptions {
  env?: Record<string, string>
  args?: string[]
  /** Folder of another build than `dist`; headless host only. */
  build?: string
}

export interface Profile {
  folder: string
  env: Record<string, string>
  /** The real Secret Service of this test. */
  secretService: SecretService
  /** Starts Keydeck on this profile; again after a quit. */
  start(extra?: StartOptions): Promise<RunningApp>
}

export const test = base.extend<
  HostOptions & { profile: Profile; app: RunningApp },
  { browserOfWorker: () => Promise<Browser> }
>({
  // One Chromium for all headless specs of a worker: to start one takes longer than a page, and contexts share nothing.
  browserOfWorker: [
    async ({ playwright }, use) => {
      let started: Promise<Browser> | undefined
      await use(() => (started ??= launchBrowser(playwright.chromium)))
      await (await started)?.close()
    },
    { scope: 'worker' },
  ],
  host: ['electron', { option: true }],
  // Playwright's own page would open a browser without the app.
  page: async ({ app }, use) => use(app.page),
  profile: async ({ host, browserOfWorker }, use, testInfo) => {
    const secretService = await startSecretService()
    const folder = mkdtempSync(join(tmpdir(), 'keydeck-e2e-'))
    const env = { ...plainEnvironment(), ...secretService.env, KEYDECK_DATA: folder }
    const running = new Set<RunningApp>()
    try {
      await use({
        folder,
        env,
        secretService,
        async start(extra = {}) {
          const given = { ...env, ...extra.env }
          const app =
            host === 'electron'
              ? await openElectron(given, extra.args ?? [])
              : await openHeadless(given, extra.args ?? [], extra.build ?? 'dist', await browserOfWorker())
          const tracked: RunningApp = {
            ...app,
            async quit() {
              running.delete(tracked)
              await app.quit()
            },
            async kill() {
              running.delete(tracked)
              await app.kill()
            },
          }
          running.add(tracked)
          return tracked
        },
      })
    } finally {
      if (testInfo.status !== testInfo.expectedStatus) for (const app of running) await attachState(app, testInfo)
      for (const app of running) await app.quit()
      await secretService.dispose()
      rmSync(folder, { recursive: true, force: true })
    }
  },
  app: async ({ profile }, use) => use(await profile.start()),
})

export { expect }

/** What a failed spec left: dialogs, messages and the focus, and what the core last said. A report quotes only some lines. */
async function attachState(app: RunningApp, testInfo: TestInfo): Promise<void> {
  const shown = await app.page
    .evaluate(() => {
      const texts = [...document.querySelectorAll('[role="dialog"], [role="alertdialog"], [role="alert"]')]
      const focused = document.activeElement
      return [
        `focus: ${focused?.tagName} ${focused?.getAttribute('aria-label') ?? focused?.textContent?.slice(0, 40)}`,
        ...texts.map((element) => `${element.getAttribute('role')}: ${element.textContent}`),
      ].join('\n')
    })
    .catch(String)
  await testInfo.attach('page', { body: shown, contentType: 'text/plain' })
  await testInfo.attach('output', { body: app.output().slice(-300), contentType: 'text/plain' })
}

/** What a person's session has, without anything that could change how calls leave. */
function plainEnvironment(): Record<string, string> {
  const kept = ['PATH', 'LANG', 'DISPLAY', 'TMPDIR', 'NODE_COMPILE_CACHE', 'KEYDECK_CHROMIUM', 'KEYDECK_REQUIRE']
  const pairs = kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]] as const]))
  return { TZ: 'UTC', ...Object.fromEntries(pairs) }
}

async function openElectron(env: Record<string, string>, args: string[]): Promise<RunningApp> {
  const app = await _electron.launch({
    args: ['.', ...args],
    cwd: root,
    env: { ...env, KEYDECK_NODE: node },
  })
  let output = ''
  for (const stream of [app.process().stdout, app.process().stderr]) {
    stream?.on('data', (chunk) => {
      output += String(chunk)
    })
  }
  const page = await app.firstWindow()
  return {
    page,
    output: () => output,
    saveNext: (path) =>
      app.evaluate(({ session }, to) => {
        session.defaultSession.once('will-download', (_event, item) => item.setSavePath(to))
      }, path),
    sayYes: () =>
      app.evaluate(({ dialog }) => {
        dialog.showMessageBox = async () => ({ response: 0, checkboxChecked: false })
      }),
    quit: () => app.close(),
    kill: () => endProcess(app.process(), 'SIGKILL'),
  }
}

async function openHeadless(
  env: Record<string, string>,
  args: string[],
  build: string,
  browser: Browser,
): Promise<RunningApp> {
  const child = spawn(node, [join(build, 'main/headless.js'), '--port', '0', '--no-open', ...args], { cwd: root, env })
  let output = ''
  const link = await new Promise<string>((found, failed) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (text) => {
        output += `${text}\n`
        const match = /http:\/\/127\.0\.0\.1:\d+\/#\S+/.exec(text)
        if (match) found(match[0])
      })
    }
    child.once('exit', (code) => failed(new Error(`The headless host ended with ${code}:\n${output}`)))
  })
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  await page.goto(link)
  return {
    page,
    output: () => output,
    async saveNext(path) {
      page.once('download', (download) => void download.saveAs(path))
    },
    sayYes: () => Promise.resolve(),
    async quit() {
      await context.close()
      await endProcess(child, 'SIGTERM')
    },
    async kill() {
      await endProcess(child, 'SIGKILL')
      await context.close()
    },
  }
}

function launchBrowser(chromium: BrowserType): Promise<Browser> {
  const executablePath = findChromium()
  if (!executablePath) throw new Error('No Chromium was found.')
  return chromium.launch({ executablePath, args: chromiumArgs })
}

async function endProcess(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await gone
}
