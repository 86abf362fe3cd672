import { gzipSync } from 'node:zlib'
import { chromium } from '@playwright/test'
import { chromiumArgs, findChromium } from '../test/find-tools.ts'
import { type Bench, line } from './bench.ts'
import { withHeadless } from './headless.ts'

/** All script that a browser fetches until the first page stands, gzip: the entry, and the page's own parts. */
export const bench: Bench = {
  name: 'script-size',
  async run() {
    const executablePath = findChromium()
    if (!executablePath) throw new Error('script-size needs a Chromium on the PATH.')
    const browser = await chromium.launch({ executablePath, args: chromiumArgs })
    try {
      const bytes = await withHeadless(async (link) => {
        const page = await browser.newPage()
        const sizes: Promise<number>[] = []
        page.on('response', (response) => {
          if (response.url().endsWith('.js')) sizes.push(response.body().then((body) => gzipSync(body).length))
        })
        await page.goto(link)
        await page.getByRole('heading', { level: 1 }).first().waitFor()
        return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
      })
      return [line('first page, script, gzip', bytes / 1_000, 'kB', { atMost: 250 })]
    } finally {
      await browser.close()
    }
  },
}
