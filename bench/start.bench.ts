import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { chromium } from '@playwright/test'
import { chromiumArgs, findChromium } from '../test/find-tools.ts'
import { type Bench, line, median } from './bench.ts'

const root = join(import.meta.dirname, '..')
const ROUNDS = 7

/** How long a person waits: from spawn to the first page answered, and from there until the page can be used. */
export const bench: Bench = {
  name: 'start',
  async run() {
    const answered: number[] = []
    const interactive: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const measured = await measureOnce()
      answered.push(measured.answered)
      if (measured.interactive !== null) interactive.push(measured.interactive)
    }
    const lines = [line('headless host, spawn to first page answered', median(answered), 'ms', { atMost: 400 })]
    if (interactive.length > 0) lines.push(line('page to interactive', median(interactive), 'ms', { atMost: 700 }))
    return lines
  },
}

async function measureOnce(): Promise<{ answered: number; interactive: number | null }> {
  const folder = mkdtempSync(join(tmpdir(), 'keydeck-bench-'))
  const begun = performance.now()
  const child = spawn(process.execPath, [join(root, 'dist/main/headless.js'), '--port', '0', '--no-open'], {
    env: { ...process.env, KEYDECK_DATA: folder },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const gone = new Promise((resolve) => child.once('exit', resolve))
  try {
    const link = await new Promise<string>((found) => {
      createInterface({ input: child.stdout }).on('line', (text) => {
        const match = /http:\/\/127\.0\.0\.1:\d+\/#\S+/.exec(text)
        if (match) found(match[0])
      })
    })
    const response = await fetch(link)
    await response.text()
    const answered = performance.now() - begun
    return { answered, interactive: await measurePage(link) }
  } finally {
    child.kill('SIGTERM')
    await gone
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Until the frame's navigation is there and answers: null where no Chromium is found. */
async function measurePage(link: string): Promise<number | null> {
  const executablePath = findChromium()
  if (!executablePath) return null
  const browser = await chromium.launch({ executablePath, args: chromiumArgs })
  try {
    const page = await browser.newPage()
    const begun = performance.now()
    await page.goto(link, { waitUntil: 'commit' })
    await page.getByRole('navigation').first().waitFor()
    return performance.now() - begun
  } finally {
    await browser.close()
  }
}
