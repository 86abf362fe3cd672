import { accountTypes } from './en/account-types.ts'
import { audit } from './en/audit.ts'
import { calls } from './en/calls.ts'
import { environments } from './en/environments.ts'
import { firstRun } from './en/first-run.ts'
import { frame } from './en/frame.ts'
import { gateway } from './en/gateway.ts'
import { imports } from './en/imports.ts'
import { keys } from './en/keys.ts'
import { keysEdit } from './en/keys-edit.ts'
import { keysPanel } from './en/keys-panel.ts'
import { keysRegenerate } from './en/keys-regenerate.ts'
import { keysTable } from './en/keys-table.ts'
import { localServers } from './en/local-servers.ts'
import { playground } from './en/playground.ts'
import { providerForm } from './en/provider-form.ts'
import { providers } from './en/providers.ts'
import { settings } from './en/settings.ts'
import { storeSettings } from './en/store-settings.ts'
import { ui } from './en/ui.ts'

/** Every word of the interface, by area. A second language would be a second object of this type. */
export const strings = {
  accountTypes,
  ui,
  frame,
  firstRun,
  settings,
  storeSettings,
  environments,
  keys,
  keysEdit,
  keysTable,
  keysPanel,
  audit,
  keysRegenerate,
  imports,
  playground,
  providers,
  providerForm,
  localServers,
  calls,
  gateway,
} as const
