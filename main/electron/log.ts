import type { Log, LogFields } from '../core/ports.ts'

/** Lines of JSON on standard error: names, figures and codes, as the port promises. */
export function createLog(write: (line: string) => void = (line) => process.stderr.write(line)): Log {
  const level = (name: string) => (event: string, fields?: LogFields) =>
    write(`${JSON.stringify({ time: new Date().toISOString(), level: name, event, ...fields })}\n`)
  return { info: level('info'), warn: level('warn'), error: level('error') }
}
