import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

/**
 * Asks for a fresh link whenever the person presses Enter, or somebody sends SIGUSR1. Taking that signal also keeps Node
 * from opening its debugger on it, in a process that holds secrets.
 */
export function onFreshLinkWanted(wanted: () => void): void {
  if (process.platform !== 'win32') process.on('SIGUSR1', wanted)
  if (isInBackground()) return
  const lines = createInterface({ input: process.stdin, terminal: false })
  lines.on('line', wanted)
  // A terminal that went away gives an error instead of an end; the host goes on without it.
  process.stdin.on('error', () => lines.close())
}

/** A background job that reads from the terminal is stopped by the system at the first key. */
function isInBackground(): boolean {
  if (process.platform !== 'linux' || !process.stdin.isTTY) return false
  const stat = readFileSync('/proc/self/stat', 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields[2] !== fields[5]
}
