import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * Chromium takes the last list that it is given: this one has what Playwright's own would switch off, the address bar's
 * popups, which are two pages more for each window and seen by no test, and the processes kept ready for a next page.
 */
export const disabledFeatures = [
  'AimEnabled',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'SpareRendererForSitePerProcess',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  'WebUIOmniboxPopup',
].join()

/** Flags that let Chromium run as root, in a container, without reaching for the outside world. */
export const chromiumArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${disabledFeatures}`,
]

/** A program on the PATH, or undefined. */
export function findProgram(...names: string[]): string | undefined {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    for (const name of names) if (folder && existsSync(join(folder, name))) return join(folder, name)
  }
  return undefined
}

/** The Chromium that browser tests use: `KEYDECK_CHROMIUM`, else one on the PATH. */
export function findChromium(): string | undefined {
  const chosen = process.env['KEYDECK_CHROMIUM'] ?? findProgram('chromium', 'chromium-browser', 'google-chrome')
  if (!chosen && isRequired('browser'))
    throw new Error('KEYDECK_REQUIRE names browser, but no Chromium is on the PATH.')
  return chosen
}

/** The programs a real Secret Service needs; undefined where one is missing. */
export function findKeychainTools(): { dbusRunSession: string; gnomeKeyring: string } | undefined {
  const dbusRunSession = findProgram('dbus-run-session')
  const gnomeKeyring = findProgram('gnome-keyring-daemon')
  if (dbusRunSession && gnomeKeyring) return { dbusRunSession, gnomeKeyring }
  if (isRequired('keychain'))
    throw new Error('KEYDECK_REQUIRE names keychain, but dbus-run-session or gnome-keyring-daemon is missing.')
  return undefined
}

/** Whether `KEYDECK_REQUIRE` makes a missing tool a failure instead of a named skip. */
export function isRequired(tool: 'browser' | 'keychain'): boolean {
  return (process.env['KEYDECK_REQUIRE'] ?? '').split(',').includes(tool)
}
