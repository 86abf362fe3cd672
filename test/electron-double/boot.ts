import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { app } from './app.ts'
import { chromium } from './chromium.ts'
import { launchArguments } from './launch.ts'

interface Package {
  name: string
  productName?: string
  version: string
  main: string
}

// Electron's own argv has no script in it. Playwright's loader may have taken it out already.
if (process.argv[1] === fileURLToPath(import.meta.url)) process.argv.splice(1, 1)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit())

const folder = resolve(launchArguments.find((part) => !part.startsWith('-')) ?? '.')
const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Package
app.describe({ folder, name: about.productName ?? about.name, version: about.version })

try {
  await import(pathToFileURL(join(folder, about.main)).href)
  if (!app.isQuitting) {
    await chromium()
    app.becomeReady()
  }
} catch (error) {
  process.stderr.write(`A JavaScript error occurred in the main process\n${(error as Error).stack}\n`)
  process.exit(1)
}
