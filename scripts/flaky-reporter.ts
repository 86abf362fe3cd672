import { writeFileSync } from 'node:fs'
import type { Reporter, TestCase } from 'vitest/node'

/**
 * Writes which tests passed only when tried again, and how they failed at first, as a list in JSON to the file that
 * `KEYDECK_FLAKY` names.
 */
export default class FlakyReporter implements Reporter {
  readonly #names: string[] = []

  onTestCaseResult(test: TestCase): void {
    if (!test.diagnostic()?.flaky) return
    const [error] = test.result().errors ?? []
    this.#names.push(`[${test.project.name}] ${test.fullName}: ${error?.message ?? 'no error was kept'}`)
  }

  onTestRunEnd(): void {
    const file = process.env['KEYDECK_FLAKY']
    if (file) writeFileSync(file, JSON.stringify(this.#names))
  }
}
