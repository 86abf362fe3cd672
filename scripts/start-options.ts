export interface StartOptions {
  /** `any` is the desktop where it can be had, else the browser. */
  host: 'electron' | 'headless' | 'any'
  /** What the host itself is asked. */
  rest: string[]
}

/** Reads `--host electron|headless`; everything else belongs to the host. */
export function readStartOptions(parts: readonly string[]): StartOptions {
  const at = parts.findIndex((part) => part === '--host' || part.startsWith('--host='))
  if (at < 0) return { host: 'any', rest: [...parts] }
  const isJoined = parts[at] !== '--host'
  const value = isJoined ? parts[at]?.slice('--host='.length) : parts[at + 1]
  if (value !== 'electron' && value !== 'headless') {
    throw new Error(`--host takes electron or headless, not ${value ?? 'nothing'}.`)
  }
  return { host: value, rest: [...parts.slice(0, at), ...parts.slice(at + (isJoined ? 1 : 2))] }
}

/** Why the desktop can't open here; undefined where it can. */
export function whyNoDesktop(given: {
  program: string | undefined
  platform: string
  environment: Record<string, string | undefined>
}): string | undefined {
  const { program, platform, environment } = given
  if (!program) return "Electron's runtime is not installed (npx install-electron gets it)"
  const isShown = environment['DISPLAY'] || environment['WAYLAND_DISPLAY'] || environment['ELECTRON_OVERRIDE_DIST_PATH']
  if (platform === 'linux' && !isShown) return 'There is no display'
  return undefined
}
