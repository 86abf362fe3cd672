import { writeFileSync } from 'node:fs'
import type { Reporter, TestCase } from 'vitest/node'

/** Writes the names of the tests that passed only when tried again, as a list in JSON, to the file that `KEYDECK_FLAKY` names. */
export default class FlakyReporter implements Reporter {
  readonly #names: string[] = []

  onTestCaseResult(test: TestCase): void {
    if (test.diagnostic()?.flaky) this.#names.push(`[${test.project.name}] ${test.fullName}`)
  }

  onTestRunEnd(): void {
    const file = process.env['KEYDECK_FLAKY']
    if (file) writeFileSync(file, JSON.stringify(this.#names))
  }
}
