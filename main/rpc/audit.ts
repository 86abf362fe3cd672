import { os } from './base.ts'

export const audit = {
  list: os.audit.list.handler(({ input, context }) => context.core.vault.audit.list(input)),
  export: os.audit.export.handler(({ input, context }) => context.core.vault.audit.export(input)),
}
