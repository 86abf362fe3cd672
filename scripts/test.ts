/**
 * `npm test`: check, build, then every test: unit, contract and component tests with Vitest, end-to-end specs on both
 * hosts with Playwright. Ends with the count, and with the names of what was skipped and why it matters.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { findChromium, findKeychainTools } from '../test/find-tools.ts'
import { makeScratchFolder } from '../test/scratch-folder.ts'
import { mustRun, runStep } from './run-step.ts'
import { countPlaywright, countVitest, type Tally } from './tally.ts'

mustRun('node', ['scripts/check.ts'])
mustRun('vite', ['build', '--logLevel', 'warn'])

/** So many may pass only when tried again, as a busy machine lets one stumble; more are a defect. */
const stumbles = 2
const scratch = makeScratchFolder()
const tallies: Tally[] = []

const vitestReport = join(scratch, 'vitest.json')
const vitestFlaky = join(scratch, 'vitest-flaky.json')
const reporters = ['default', 'json', './scripts/flaky-reporter.ts'].map((name) => `--reporter=${name}`)
const vitestCode = runStep('vitest', ['run', ...reporters, `--outputFile.json=${vitestReport}`], {
  KEYDECK_FLAKY: vitestFlaky,
})
tallies.push({ ...readReport(vitestReport, countVitest, 'Vitest'), flaky: readNames(vitestFlaky) })

let playwrightCode = 0
if (findChromium()) {
  const playwrightReport = join(scratch, 'playwright.json')
  playwrightCode = runStep('playwright', ['test', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightReport,
    TMPDIR: scratch,
    KEYDECK_TEST_DISK: tmpdir(),
    // Each spec starts the same program anew.
    NODE_COMPILE_CACHE: join(scratch, 'compiled'),
  })
  tallies.push(readReport(playwrightReport, countPlaywright, 'Playwright'))
} else {
  tallies.push({
    passed: 0,
    failed: 0,
    skipped: ['component tests and end-to-end specs: no Chromium on the PATH'],
    flaky: [],
  })
}
if (!findKeychainTools())
  tallies.push({
    passed: 0,
    failed: 0,
    skipped: ['real keychain: no dbus-run-session with gnome-keyring-daemon'],
    flaky: [],
  })
rmSync(scratch, { recursive: true, force: true })

const skipped = tallies.flatMap((tally) => tally.skipped)
for (const name of skipped) console.log(`skipped: ${name}`)
const flaky = tallies.flatMap((tally) => tally.flaky)
for (const name of flaky) console.log(`passed only when tried again, to be mended: ${name}`)
const isStrict = Boolean(process.env['KEYDECK_REQUIRE'])
const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0)
const failed =
  tallies.reduce((sum, tally) => sum + tally.failed, 0) +
  (isStrict ? skipped.length : 0) +
  (flaky.length > stumbles ? flaky.length : 0)
console.log(`${passed} passed, ${failed} failed`)
process.exit(vitestCode !== 0 || playwrightCode !== 0 || failed > 0 || passed === 0 ? 1 : 0)

function readNames(path: string): string[] {
  return existsSync(path) ? z.array(z.string()).parse(JSON.parse(readFileSync(path, 'utf8'))) : []
}

function readReport(path: string, count: (report: unknown) => Tally, runner: string): Tally {
  if (existsSync(path)) return count(JSON.parse(readFileSync(path, 'utf8')))
  console.error(`${runner} left no report.`)
  return { passed: 0, failed: 1, skipped: [], flaky: [] }
}
