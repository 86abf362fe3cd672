import { spawn } from 'node:child_process'

/**
 * Opens the system's browser, and says nothing when there is none: the link is in the terminal. The one-time code is in
 * that program's arguments for a moment, where this person's other programs could read it; it works once, and the page
 * that uses it first is the one that was just opened.
 */
export function openBrowser(link: string): void {
  const [program, ...parts] = opener(link)
  const child = spawn(program, parts, { stdio: 'ignore', detached: true })
  child.on('error', () => {})
  child.unref()
}

/** Whether a browser would open where the person looks: in a terminal on this machine's own screen. */
export function hasScreen(
  isTerminal: boolean,
  environment: Record<string, string | undefined>,
  platform: string,
): boolean {
  if (!isTerminal || environment['SSH_CONNECTION'] || environment['SSH_TTY']) return false
  if (platform === 'darwin' || platform === 'win32') return true
  return Boolean(environment['DISPLAY'] || environment['WAYLAND_DISPLAY'])
}

function opener(link: string): [string, ...string[]] {
  if (process.platform === 'darwin') return ['open', link]
  if (process.platform === 'win32') return ['rundll32.exe', 'url.dll,FileProtocolHandler', link]
  return ['xdg-open', link]
}
