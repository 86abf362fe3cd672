import { os } from './base.ts'

export const providers = {
  list: os.providers.list.handler(({ context }) => context.core.vault.providers.list()),
  add: os.providers.add.handler(({ input, context }) => context.core.vault.providers.add(input)),
}
