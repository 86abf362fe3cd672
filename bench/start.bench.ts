import { type Browser, chromium } from '@playwright/test'
import { chromiumArgs, findChromium } from '../test/find-tools.ts'
import { type Bench, line, median } from './bench.ts'
import { withHeadless } from './headless.ts'

const ROUNDS = 7

/** How long a person waits: from spawn to the first page answered, and from there until the page can be used. */
export const bench: Bench = {
  name: 'start',
  async run() {
    const executablePath = findChromium()
    const browser = executablePath ? await chromium.launch({ executablePath, args: chromiumArgs }) : null
    const answered: number[] = []
    const interactive: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const begun = performance.now()
      await withHeadless(async (link) => {
        await (await fetch(link)).text()
        answered.push(performance.now() - begun)
        if (browser) interactive.push(await measurePage(browser, link))
      })
    }
    await browser?.close()
    const lines = [line('headless host, spawn to first page answered', median(answered), 'ms', { atMost: 400 })]
    if (interactive.length > 0) lines.push(line('page to interactive', median(interactive), 'ms', { atMost: 700 }))
    return lines
  },
}

/** Until the frame's navigation is there and answers, in a browser without cache. */
async function measurePage(browser: Browser, link: string): Promise<number> {
  const page = await (await browser.newContext()).newPage()
  const begun = performance.now()
  await page.goto(link, { waitUntil: 'commit' })
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  const taken = performance.now() - begun
  await page.context().close()
  return taken
}
