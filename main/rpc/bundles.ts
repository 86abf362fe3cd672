import { os } from './base.ts'

export const bundles = {
  suggestPassphrase: os.bundles.suggestPassphrase.handler(({ context }) =>
    context.core.vault.bundles.suggestPassphrase(),
  ),
  export: os.bundles.export.handler(({ input, context }) =>
    context.core.vault.bundles.export(input.keyIds, input.passphrase),
  ),
  open: os.bundles.open.handler(({ input, context }) =>
    context.core.vault.bundles.open(input.content, input.passphrase),
  ),
  import: os.bundles.import.handler(({ input, context }) =>
    context.core.vault.bundles.import(input.bundleId, input.rows),
  ),
  close: os.bundles.close.handler(({ input, context }) => context.core.vault.bundles.close(input.bundleId)),
}
