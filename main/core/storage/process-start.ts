import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** When a process started, as a text to compare: with the number it names one process for good. Null when none runs. */
export function processStart(pid: number): string | null {
  if (!Number.isInteger(pid) || pid <= 0) return null
  try {
    if (process.platform === 'linux') return linuxStart(pid)
    if (process.platform === 'win32') return windowsStart(pid)
    return ask('/bin/ps', ['-o', 'lstart=', '-p', String(pid)])
  } catch {
    return null
  }
}

function linuxStart(pid: number): string {
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The second field is the program's name in brackets and may itself hold spaces and brackets.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return `${boot} ${fields[19] ?? ''}`
}

function windowsStart(pid: number): string | null {
  const root = process.env['SystemRoot'] ?? 'C:\\Windows'
  const shell = join(root, 'System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe')
  const question = `(Get-Process -Id ${pid}).StartTime.ToFileTimeUtc()`
  return ask(shell, ['-NoProfile', '-NonInteractive', '-Command', question])
}

function ask(program: string, parts: string[]): string | null {
  const answer = execFileSync(program, parts, { encoding: 'utf8', timeout: 5_000, stdio: ['ignore', 'pipe', 'ignore'] })
  return answer.trim() || null
}
