import { type CDPSession, chromium, type Page } from '@playwright/test'
import { createCore } from '../main/core/create-core.ts'
import { headlessPorts } from '../main/headless/host-ports.ts'
import { silentLog } from '../test/fakes/log.ts'
import { seedManyKeys } from '../test/fakes/many-keys.ts'
import { chromiumArgs, findChromium } from '../test/find-tools.ts'
import { type Bench, line, median } from './bench.ts'
import { withHeadless } from './headless.ts'

const KEYS = 1_000
const ROUNDS = 15

/** What the page's script costs with a thousand vault keys: to list them, to filter at a key stroke, to open one. */
export const bench: Bench = {
  name: 'keys-page',
  async run() {
    const executablePath = findChromium()
    if (!executablePath) throw new Error('keys-page needs a Chromium on the PATH.')
    const browser = await chromium.launch({ executablePath, args: chromiumArgs })
    try {
      return await withHeadless(async (link) => {
        const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
        await page.goto(link)
        await page.getByRole('grid', { name: 'Vault keys' }).waitFor()
        const session = await page.context().newCDPSession(page)
        // The thread's own time: what else the machine does meanwhile is not the page's.
        await session.send('Performance.enable', { timeDomain: 'threadTicks' })
        const costs = await measure(page, session)
        return [
          line(`list ${KEYS} keys, script`, costs.list, 'ms', { atMost: 16 }),
          line(`filter ${KEYS} keys at a key stroke, script`, costs.filter, 'ms', { atMost: 16 }),
          line(`open one of ${KEYS} keys, script`, costs.open, 'ms', { atMost: 16 }),
        ]
      }, fill)
    } finally {
      await browser.close()
    }
  },
}

async function fill(folder: string): Promise<void> {
  const core = await createCore({ dataFolder: folder, ports: headlessPorts(silentLog) })
  try {
    await core.secretStore.start()
    if (core.secretStore.status().state === 'unchosen') await core.secretStore.choose({ kind: 'memory' })
  } finally {
    await core.close()
  }
  seedManyKeys(folder, KEYS)
}

async function measure(page: Page, session: CDPSession): Promise<{ list: number; filter: number; open: number }> {
  const navigation = page.getByRole('navigation')
  const list: number[] = []
  const filter: number[] = []
  const open: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    await navigation.getByRole('link', { name: 'Usage' }).click()
    await page.getByRole('grid', { name: 'Vault keys' }).waitFor({ state: 'detached' })
    list.push(await scriptOf(page, session, () => press(page, '.rail a[href$="/keys"]')))
    await page.getByRole('searchbox').focus()
    filter.push(await scriptOf(page, session, () => page.keyboard.insertText(String(round % 10))))
    await page.keyboard.press('Backspace')
    await settled(page)
    open.push(await scriptOf(page, session, () => press(page, `.grid-row[aria-rowindex="${5 + round}"] .nm`)))
    await page.keyboard.press('Escape')
    await settled(page)
  }
  // The first round compiles and fetches what later ones have.
  return { list: median(list.slice(3)), filter: median(filter.slice(3)), open: median(open.slice(3)) }
}

/** Milliseconds of script between something and the page at rest again. */
async function scriptOf(page: Page, session: CDPSession, act: () => Promise<unknown>): Promise<number> {
  await settled(page)
  const before = await scriptDuration(session)
  await act()
  await settled(page)
  return (await scriptDuration(session)) - before
}

/** A press as the page gets it, without the automation's own script. */
async function press(page: Page, selector: string): Promise<void> {
  const box = await page.locator(selector).first().boundingBox()
  if (!box) throw new Error(`${selector} is not in sight.`)
  await page.mouse.click(box.x + 8, box.y + box.height / 2)
}

const settled = (page: Page) =>
  page.waitForLoadState('networkidle').then(() => new Promise((resolve) => setTimeout(resolve, 150)))

async function scriptDuration(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics')
  return (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? Number.NaN) * 1_000
}
