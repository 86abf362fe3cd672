import { homedir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'

/**
 * Where a profile lies: `KEYDECK_DATA`, else the folder that Electron would call `userData`, so that every host of one
 * person finds the same keys, calls and conversations.
 */
export function dataFolder(
  environment: Record<string, string | undefined> = process.env,
  platform: string = process.platform,
  home: string = homedir(),
): string {
  const chosen = environment['KEYDECK_DATA']
  if (chosen) return resolve(chosen)
  return join(applicationData(environment, platform, home), 'Keydeck')
}

function applicationData(environment: Record<string, string | undefined>, platform: string, home: string): string {
  if (platform === 'darwin') return join(home, 'Library', 'Application Support')
  if (platform === 'win32') return environment['APPDATA'] ?? join(home, 'AppData', 'Roaming')
  const configured = environment['XDG_CONFIG_HOME']
  // The XDG rules say that a relative path is to be ignored.
  return configured && isAbsolute(configured) ? configured : join(home, '.config')
}
