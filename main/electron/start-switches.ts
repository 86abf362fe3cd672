import type { CommandLine } from 'electron'

/** Switches that open the app to others on the machine, weaken its sandbox or redirect its traffic. No fuse covers them. */
export const refusedSwitches: readonly string[] = `
  allow-file-access-from-files allow-running-insecure-content auto-open-devtools-for-tabs browser-subprocess-path
  custom-devtools-frontend disable-gpu-sandbox disable-namespace-sandbox disable-seccomp-filter-sandbox
  disable-setuid-sandbox disable-site-isolation-trials disable-web-security enable-blink-features
  enable-experimental-web-platform-features gpu-launcher host-resolver-rules host-rules ignore-certificate-errors
  ignore-certificate-errors-spki-list inspect inspect-brk inspect-port js-flags load-extension log-net-log
  net-log-capture-mode no-sandbox proxy-auto-detect proxy-bypass-list proxy-pac-url proxy-server
  remote-allow-origins remote-debugging-address remote-debugging-pipe remote-debugging-port
  remote-debugging-socket-name renderer-cmd-prefix single-process ssl-key-log-file
  unsafely-treat-insecure-origin-as-secure utility-cmd-prefix
`
  .trim()
  .split(/\s+/)

/** The first refused switch that a packaged Keydeck was started with. In development they are the tools of the trade. */
export function findRefusedSwitch(app: {
  isPackaged: boolean
  commandLine: Pick<CommandLine, 'hasSwitch'>
}): string | undefined {
  return app.isPackaged ? refusedSwitches.find((name) => app.commandLine.hasSwitch(name)) : undefined
}
