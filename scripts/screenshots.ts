/**
 * `npm run screenshots [-- FOLDER]`: opens the headless host on a made-up profile and takes a picture of every page,
 * light and dark, wide and narrow, empty and filled. Needs Chromium and a Secret Service; by default it renews the
 * README's pictures.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Browser, chromium, type Page } from '@playwright/test'
import { chromiumArgs, findChromium } from '../test/find-tools.ts'
import { startSecretService } from '../test/secret-service/secret-service.ts'
import { fillDemoProfile } from './demo-profile.ts'
import { startDemoProvider } from './demo-provider.ts'

const root = join(import.meta.dirname, '..')
const everything = process.argv[2]
const target = everything ?? join(root, 'docs', 'screenshots')
mkdirSync(target, { recursive: true })

const secretService = await startSecretService()
// The native keychain library reads the process's own environment.
Object.assign(process.env, secretService.env)
const provider = await startDemoProvider()
const executablePath = findChromium()
if (!executablePath) throw new Error('No Chromium was found on the PATH.')
let conversation: string | null = null
const browser = await chromium.launch({ executablePath, args: chromiumArgs })
try {
  const filled = mkdtempSync(join(tmpdir(), 'keydeck-demo-'))
  await fillDemoProfile(filled, provider)
  await withHost(filled, (link) => picture(browser, link, 'filled'))
  rmSync(filled, { recursive: true, force: true })
  if (everything) {
    const empty = mkdtempSync(join(tmpdir(), 'keydeck-empty-'))
    await withHost(empty, (link) => picture(browser, link, 'empty'))
    rmSync(empty, { recursive: true, force: true })
  }
} finally {
  await browser.close()
  await provider.close()
  await secretService.dispose()
}

async function withHost(folder: string, work: (link: string) => Promise<void>): Promise<void> {
  const host = spawn(process.execPath, [join(root, 'dist/main/headless.js'), '--port', '0', '--no-open'], {
    env: { ...process.env, KEYDECK_DATA: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = new Promise((resolve) => host.once('exit', resolve))
  try {
    const link = await new Promise<string>((found) => {
      createInterface({ input: host.stdout }).on('line', (text) => {
        const match = /http:\/\/127\.0\.0\.1:\d+\/#\S+/.exec(text)
        if (match) found(match[0])
      })
    })
    await work(link)
  } finally {
    host.kill('SIGTERM')
    await gone
  }
}

async function picture(browser: Browser, link: string, state: 'filled' | 'empty'): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  await page.goto(link)
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    for (const width of everything ? [1440, 1100, 900] : [1440]) {
      await page.setViewportSize({ width, height: width === 900 ? 640 : 900 })
      const shoot = (name: string) => page.screenshot({ path: join(target, fileName(name, state, theme, width)) })
      await visitPages(page, state, shoot)
    }
  }
  await context.close()
}

function fileName(page: string, state: string, theme: string, width: number): string {
  return everything ? `${page}-${state}-${theme}-${width}.png` : `${page}-${theme}.png`
}

async function visitPages(
  page: Page,
  state: 'filled' | 'empty',
  shoot: (name: string) => Promise<unknown>,
): Promise<void> {
  const open = async (name: string) => {
    await page.getByRole('navigation').first().getByRole('link', { name }).click()
    await page.getByRole('heading', { level: 1 }).first().waitFor()
  }
  await open('Keys')
  if (state === 'filled') await page.getByRole('row').filter({ hasText: 'Production Server' }).first().click()
  await shoot('keys')
  await open('Playground')
  if (state === 'filled') {
    // Narrow windows fold the list away: the conversation's address is found while it is there.
    conversation ??= await page
      .getByRole('link', { name: /sliding log/ })
      .first()
      .getAttribute('href')
    await page.evaluate((address) => location.assign(address), conversation!.replace(/^\//, ''))
    // Colours come with the highlighter, which is loaded when the first block closes.
    await page.locator('pre span span').first().waitFor()
  }
  await shoot('playground')
  await open('Usage')
  if (state === 'filled') {
    await page.getByRole('button', { name: '30 d' }).click()
    await page.getByRole('heading', { name: 'Cost a day' }).waitFor()
    await page.locator('.recharts-bar-rectangle').first().waitFor()
  }
  await shoot('usage')
  await open('Gateway')
  if (state === 'filled') {
    await page.getByRole('switch', { name: 'Gateway', exact: true }).check()
    await page.getByText('On', { exact: true }).waitFor()
  }
  await shoot('gateway')
  await open('Settings')
  await shoot('settings')
}
