import { z } from 'zod'

/** What a runner's report says: how many passed and failed, and the names of those that need a word. */
export interface Tally {
  passed: number
  failed: number
  skipped: string[]
  /** Passed, but only when tried again. */
  flaky: string[]
}

const VitestReport = z.object({
  testResults: z.array(
    z.object({
      status: z.string(),
      name: z.string(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
})

/** Reads Vitest's JSON report. A file that failed to load counts as one failure. */
export function countVitest(report: unknown): Tally {
  const tally: Tally = { passed: 0, failed: 0, skipped: [], flaky: [] }
  for (const file of VitestReport.parse(report).testResults) {
    if (file.assertionResults.length === 0 && file.status !== 'passed') tally.failed += 1
    for (const test of file.assertionResults) {
      if (test.status === 'passed') tally.passed += 1
      else if (test.status === 'failed') tally.failed += 1
      else tally.skipped.push(test.fullName)
    }
  }
  return tally
}

interface PlaywrightSuite {
  suites?: PlaywrightSuite[] | undefined
  specs: { title: string; tests: { projectName: string; status: string }[] }[]
}
const PlaywrightSuite: z.ZodType<PlaywrightSuite> = z.object({
  get suites() {
    return z.array(PlaywrightSuite).optional()
  },
  specs: z.array(
    z.object({ title: z.string(), tests: z.array(z.object({ projectName: z.string(), status: z.string() })) }),
  ),
})
const PlaywrightReport = z.object({ suites: z.array(PlaywrightSuite), errors: z.array(z.unknown()) })

/** Reads Playwright's JSON report. A test that passed only when tried again has passed, and is named. */
export function countPlaywright(report: unknown): Tally {
  const { suites, errors } = PlaywrightReport.parse(report)
  const tally: Tally = { passed: 0, failed: errors.length, skipped: [], flaky: [] }
  const visit = (suite: PlaywrightSuite) => {
    for (const spec of suite.specs) {
      for (const test of spec.tests) {
        const name = `[${test.projectName}] ${spec.title}`
        if (test.status === 'expected' || test.status === 'flaky') tally.passed += 1
        else if (test.status !== 'skipped') tally.failed += 1
        if (test.status === 'flaky') tally.flaky.push(name)
        if (test.status === 'skipped') tally.skipped.push(name)
      }
    }
    for (const inner of suite.suites ?? []) visit(inner)
  }
  for (const suite of suites) visit(suite)
  return tally
}
