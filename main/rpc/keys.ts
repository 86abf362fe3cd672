import { os } from './base.ts'

export const keys = {
  list: os.keys.list.handler(({ context }) => context.core.vault.keys.list()),
  unreadable: os.keys.unreadable.handler(({ context }) => context.core.vault.keys.unreadable()),
  activity: os.keys.activity.handler(({ context }) => context.core.vault.keys.activity()),
  add: os.keys.add.handler(({ input, context }) => context.core.vault.keys.add(input)),
  addFromClipboard: os.keys.addFromClipboard.handler(({ input, context }) =>
    context.core.vault.keys.addFromClipboard(input),
  ),
  check: os.keys.check.handler(({ input, context }) => context.core.vault.keys.check(input.id)),
  delete: os.keys.delete.handler(({ input, context }) => context.core.vault.keys.delete(input.id)),
  restore: os.keys.restore.handler(({ input, context }) => context.core.vault.keys.restore(input.id)),
  models: os.keys.models.handler(({ input, context }) => context.core.vault.keys.models(input.id, input.refresh)),
  update: os.keys.update.handler(({ input, context }) =>
    context.core.vault.keys.update(input.id, input.changes, input.overrideReason),
  ),
  revoke: os.keys.revoke.handler(({ input, context }) => context.core.vault.keys.revoke(input.id, input.removeSecret)),
  reactivate: os.keys.reactivate.handler(({ input, context }) => context.core.vault.keys.reactivate(input.id)),
  regenerate: {
    start: os.keys.regenerate.start.handler(({ input, context }) =>
      context.core.vault.keys.regenerate.start(input.id, input.secret, input.overrideReason),
    ),
    startFromClipboard: os.keys.regenerate.startFromClipboard.handler(({ input, context }) =>
      context.core.vault.keys.regenerate.startFromClipboard(input.id, input.overrideReason),
    ),
    test: os.keys.regenerate.test.handler(({ input, context }) => context.core.vault.keys.regenerate.test(input.id)),
    swap: os.keys.regenerate.swap.handler(({ input, context }) =>
      context.core.vault.keys.regenerate.swap(input.id, input.anyway),
    ),
    undo: os.keys.regenerate.undo.handler(({ input, context }) => context.core.vault.keys.regenerate.undo(input.id)),
    cancel: os.keys.regenerate.cancel.handler(({ input, context }) =>
      context.core.vault.keys.regenerate.cancel(input.id),
    ),
    confirmRevoked: os.keys.regenerate.confirmRevoked.handler(({ input, context }) =>
      context.core.vault.keys.regenerate.confirmRevoked(input.id),
    ),
  },
}
