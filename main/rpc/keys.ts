import { os } from './base.ts'

export const keys = {
  list: os.keys.list.handler(({ context }) => context.core.vault.keys.list()),
  activity: os.keys.activity.handler(({ context }) => context.core.vault.keys.activity()),
  add: os.keys.add.handler(({ input, context }) => context.core.vault.keys.add(input)),
  addFromClipboard: os.keys.addFromClipboard.handler(({ input, context }) =>
    context.core.vault.keys.addFromClipboard(input),
  ),
  check: os.keys.check.handler(({ input, context }) => context.core.vault.keys.check(input.id)),
  delete: os.keys.delete.handler(({ input, context }) => context.core.vault.keys.delete(input.id)),
  restore: os.keys.restore.handler(({ input, context }) => context.core.vault.keys.restore(input.id)),
  models: os.keys.models.handler(({ input, context }) => context.core.vault.keys.models(input.id, input.refresh)),
}
