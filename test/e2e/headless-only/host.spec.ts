import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, test as base, expect, type Page } from '@playwright/test'
import { chromiumArgs, findChromium } from '../../find-tools.ts'
import { type StartedHost, startHost, tryHost } from './start-host.ts'

const test = base.extend<{ folder: string; keydeck: StartedHost }, { chromiumOfHere: Browser }>({
  chromiumOfHere: [
    async ({ playwright }, use) => {
      const executablePath = findChromium()
      if (!executablePath) throw new Error('No Chromium was found.')
      const browser = await playwright.chromium.launch({ executablePath, args: chromiumArgs })
      await use(browser)
      await browser.close()
    },
    { scope: 'worker' },
  ],
  folder: async ({ browserName }, use) => {
    const folder = mkdtempSync(join(tmpdir(), `keydeck-${browserName}-`))
    await use(folder)
    rmSync(folder, { recursive: true, force: true })
  },
  keydeck: async ({ folder }, use) => {
    const keydeck = await startHost(folder)
    await use(keydeck)
    await keydeck.end()
  },
  page: async ({ chromiumOfHere }, use) => {
    const context = await chromiumOfHere.newContext()
    await use(await context.newPage())
    await context.close()
  },
})

/** What only a page with a session shows. */
const isIn = (page: Page) => expect(page.getByRole('heading', { name: 'Where should your keys lie?' })).toBeVisible()
const isOut = (page: Page) => expect(page.getByText('This browser has no session with Keydeck.')).toBeVisible()

test.describe('C10: a browser', () => {
  test('gets in by the link, whose code is out of its address and history at once', async ({ page, keydeck }) => {
    await page.goto(keydeck.link)
    await isIn(page)
    expect(page.url()).not.toContain('code=')
    await page.goBack()
    expect(page.url()).not.toContain('code=')
  })
  test('stays in after a reload and in a new tab', async ({ page, keydeck }) => {
    await page.goto(keydeck.link)
    await isIn(page)
    await page.reload()
    await isIn(page)
    const tab = await page.context().newPage()
    await tab.goto(keydeck.address)
    await isIn(tab)
  })
  test('without a session is told what to do, and a fresh link opened in that tab lets it in', async ({
    page,
    keydeck,
    chromiumOfHere,
  }) => {
    await page.goto(keydeck.link)
    await isIn(page)
    const other = await chromiumOfHere.newContext()
    const stranger = await other.newPage()
    await stranger.goto(keydeck.link)
    await isOut(stranger)
    await stranger.goto(await keydeck.freshLink(() => keydeck.child.stdin!.write('\n')))
    await isIn(stranger)
    expect(stranger.url()).not.toContain('code=')
    await other.close()
  })
  test('that is in stays in when a fresh link is opened in its tab', async ({ page, keydeck }) => {
    await page.goto(keydeck.link)
    await page.getByRole('link', { name: 'Settings' }).click()
    await page.goto(await keydeck.freshLink(() => keydeck.child.kill('SIGUSR1')))
    await isIn(page)
    expect(page.url()).not.toContain('code=')
  })
  test('finds its way back after Keydeck was started again on the same port', async ({ page, folder }) => {
    const first = await startHost(folder)
    const { port } = new URL(first.address)
    await page.goto(first.link)
    await isIn(page)
    expect(await first.end()).toBe(0)
    const second = await startHost(folder, ['--port', port])
    await isOut(page)
    await page.goto(second.link)
    await isIn(page)
    expect(await second.end()).toBe(0)
  })
  test('keeps two Keydecks apart, although it sends both their cookies', async ({ page, keydeck }) => {
    const folder = mkdtempSync(join(tmpdir(), 'keydeck-headless-'))
    const other = await startHost(folder)
    const tab = await page.context().newPage()
    await page.goto(keydeck.link)
    await tab.goto(other.link)
    await isIn(tab)
    await page.reload()
    await isIn(page)
    const names = (await page.context().cookies()).map(({ name }) => name)
    expect(names).toHaveLength(2)
    expect(names[0]).not.toBe(names[1])
    await other.end()
    rmSync(folder, { recursive: true, force: true })
  })
  test('breaks none of the page’s own rules and asks no other server for anything', async ({ page, keydeck }) => {
    const trouble: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error' || /content security policy/i.test(message.text())) trouble.push(message.text())
    })
    page.on('pageerror', (error) => trouble.push(error.message))
    page.on('request', (request) => {
      if (!request.url().startsWith(keydeck.address)) trouble.push(request.url())
    })
    await page.goto(keydeck.link)
    for (const name of ['Playground', 'Usage', 'Settings', 'Keys']) {
      await page.getByRole('link', { name }).first().click()
      await expect(page.getByRole('link', { name }).first()).toHaveAttribute('aria-current', 'page')
    }
    await isIn(page)
    expect(trouble).toEqual([])
  })
})

test.describe('the host', () => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    test(`ends in order on ${signal}, with its page open`, async ({ page, folder }) => {
      const keydeck = await startHost(folder)
      await page.goto(keydeck.link)
      await isIn(page)
      expect(await keydeck.end(signal)).toBe(0)
      expect(existsSync(join(folder, 'keydeck.db-wal')), 'the log was played in').toBe(false)
      expect(existsSync(join(folder, 'keydeck.lock.json'))).toBe(false)
      expect(readdirSync(join(folder, 'backups'))).toHaveLength(1)
      await expect(page.getByText('Keydeck doesn’t answer.')).toBeVisible()
    })
  }
  test('prints one line, and no secret of a session in its log', async ({ page, keydeck, folder }) => {
    await page.goto(keydeck.link)
    await isIn(page)
    expect(keydeck.output().trim().split('\n')).toHaveLength(1)
    const log = readFileSync(join(folder, 'logs', 'keydeck.log'), 'utf8')
    const [cookie] = await page.context().cookies()
    const token = await page.evaluate(() => localStorage.getItem('keydeck.page-token'))
    for (const secret of [keydeck.link.split('=')[1]!, cookie!.value, token!]) expect(log).not.toContain(secret)
  })
  test('A2-38: refuses a second start on its profile, and says who has it', async ({ keydeck, folder }) => {
    const second = await tryHost(folder)
    expect(second).toMatchObject({ code: 1 })
    expect((second as { output: string }).output).toContain(`Keydeck already runs at ${keydeck.address}`)
    expect((second as { output: string }).output).toContain(`process ${keydeck.child.pid}`)
  })
  test('G20: refuses a port that is taken, names the holder, and leaves the profile free', async ({ keydeck }) => {
    const folder = mkdtempSync(join(tmpdir(), 'keydeck-headless-'))
    const { port } = new URL(keydeck.address)
    const failed = await tryHost(folder, ['--port', port])
    expect(failed).toMatchObject({ code: 1 })
    expect((failed as { output: string }).output).toContain(`Port ${port} on 127.0.0.1 is held by`)
    const free = await startHost(folder)
    expect(await free.end()).toBe(0)
    rmSync(folder, { recursive: true, force: true })
  })
  test('I11: opens no debugger on the signal on which Node would', async ({ keydeck }) => {
    await keydeck.freshLink(() => keydeck.child.kill('SIGUSR1'))
    expect(keydeck.output()).not.toContain('Debugger')
  })
  test('refuses what it does not understand, with its usage', async ({ folder }) => {
    const failed = await tryHost(folder, ['--host', '0.0.0.0'])
    expect(failed).toMatchObject({ code: 2 })
    expect((failed as { output: string }).output).toContain('Usage:')
  })
  test('B5: leaves nothing in its folder that others may read', async ({ keydeck, folder }) => {
    expect(keydeck.link).toBeTruthy()
    const open = readdirSync(folder, { recursive: true, withFileTypes: true })
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => (statSync(path).mode & 0o077) !== 0)
    expect(open).toEqual([])
  })
  test('B7: says why it does not open the database of a newer Keydeck, and leaves it alone', async ({ folder }) => {
    const first = await startHost(folder)
    await first.end()
    const { default: Sqlite } = await import('better-sqlite3')
    const sqlite = new Sqlite(join(folder, 'keydeck.db'))
    sqlite.pragma('user_version = 9999')
    sqlite.close()
    const failed = await tryHost(folder)
    expect(failed).toMatchObject({ code: 1 })
    expect((failed as { output: string }).output).toContain('newer Keydeck (schema 9999)')
  })
})
