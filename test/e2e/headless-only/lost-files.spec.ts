import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, chromium, expect, type Page } from '@playwright/test'
import { chromiumArgs, findChromium } from '../../find-tools.ts'
import { startHost } from './start-host.ts'

interface Lossy {
  page: Page
  link: string
  /** The files whose address matches get no answer, this many times. */
  lose: (pattern: RegExp, times: number) => Promise<void>
}

const test = base.extend<{ lossy: Lossy }>({
  lossy: async ({ browserName }, use) => {
    const executablePath = findChromium()
    if (!executablePath) throw new Error('No Chromium was found.')
    const folder = mkdtempSync(join(tmpdir(), `keydeck-${browserName}-`))
    const host = await startHost(folder)
    const browser = await chromium.launch({ executablePath, args: chromiumArgs })
    const page = await browser.newPage()
    await use({
      page,
      link: host.link,
      lose: async (pattern, times) => {
        await page.route(pattern, (route) => route.abort('connectionrefused'), { times })
      },
    })
    await browser.close()
    await host.end()
    rmSync(folder, { recursive: true, force: true })
  },
})

const usageOf = (page: Page) => page.getByRole('heading', { level: 1, name: 'Usage', exact: true })

/** How many rules each stylesheet brought; none where it did not come. */
const rulesOf = (page: Page) =>
  page.evaluate(() =>
    [...document.styleSheets].map((sheet) => {
      try {
        return sheet.cssRules.length
      } catch {
        return 0
      }
    }),
  )

test('a page whose styles get lost for a moment comes with them all the same', async ({ lossy }) => {
  const { page, link, lose } = lossy
  await page.goto(link)
  await lose(/assets\/page-.*\.css$/, 2)
  const lost = page.waitForEvent('requestfailed')
  await page.getByRole('link', { name: 'Usage' }).first().click()
  await lost
  await expect(usageOf(page)).toBeVisible()
  expect((await rulesOf(page)).length).toBeGreaterThan(1)
  // Those that were lost may be of pages that are fetched ahead.
  await expect.poll(() => rulesOf(page)).not.toContain(0)
})

test('a page whose script stays lost says so inside the frame, and Try again brings it', async ({ lossy }) => {
  const { page, link, lose } = lossy
  await page.goto(link)
  await lose(/assets\/page-.*\.js$/, 1_000)
  await page.getByRole('link', { name: 'Usage' }).first().click()
  await expect(page.getByRole('heading', { name: 'Usage could not be loaded' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Load the page again' })).toBeVisible()
  await expect(page.getByRole('navigation')).toBeVisible()
  await page.unrouteAll()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(usageOf(page)).toBeVisible()
})

test('a palette whose script is lost, with that of toasts, leaves the page below and a word about it', async ({
  lossy,
}) => {
  const { page, link, lose } = lossy
  await lose(/assets\/(filled-palette|toast-stage)-.*\.js$/, 1_000)
  await page.goto(link)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('alert')).toContainText('Command palette could not be loaded')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.unrouteAll()
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('dialog', { name: 'Command palette' })).toBeVisible()
})
