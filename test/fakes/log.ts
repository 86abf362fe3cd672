import type { Log, LogFields } from '../../main/core/ports.ts'

/** A log that says nothing. */
export const silentLog: Log = { info() {}, warn() {}, error() {} }

/** A log that keeps its lines, for tests that read them. */
export function createMemoryLog(): Log & { lines: { level: string; event: string; fields: LogFields }[] } {
  const lines: { level: string; event: string; fields: LogFields }[] = []
  const write =
    (level: string) =>
    (event: string, fields: LogFields = {}) => {
      lines.push({ level, event, fields })
    }
  return { lines, info: write('info'), warn: write('warn'), error: write('error') }
}
