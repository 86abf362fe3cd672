import { join } from 'node:path'
import { type FuseConfig, FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses'
import type { AfterPackContext } from 'electron-builder'

/** Every fuse of the packed runtime. A new Electron with another one is refused until somebody decides about it here. */
export const fuses: FuseConfig = {
  version: FuseVersion.V1,
  strictlyRequireAllFuses: true,
  resetAdHocDarwinSignature: false,
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  [FuseV1Options.WasmTrapHandlers]: true,
}

/** electron-builder's hook: the two halves of a universal app are skipped, their union is not. */
export async function afterPack(context: AfterPackContext): Promise<void> {
  if (!context.appOutDir.endsWith('-temp')) await flipFuses(join(context.appOutDir, programOf(context)), fuses)
}

/** electron-builder's own fuse step brings an older list, without the newest fuse. */
function programOf({ electronPlatformName, packager }: AfterPackContext): string {
  const name = packager.appInfo.productFilename
  if (electronPlatformName === 'darwin') return `${name}.app`
  return electronPlatformName === 'win32' ? `${name}.exe` : name.toLowerCase()
}
