import { os } from './base.ts'
import { notYet } from './not-yet.ts'

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
  update: os.keys.update.handler(notYet),
  revoke: os.keys.revoke.handler(notYet),
  reactivate: os.keys.reactivate.handler(notYet),
  regenerate: {
    start: os.keys.regenerate.start.handler(notYet),
    startFromClipboard: os.keys.regenerate.startFromClipboard.handler(notYet),
    test: os.keys.regenerate.test.handler(notYet),
    swap: os.keys.regenerate.swap.handler(notYet),
    undo: os.keys.regenerate.undo.handler(notYet),
    cancel: os.keys.regenerate.cancel.handler(notYet),
    confirmRevoked: os.keys.regenerate.confirmRevoked.handler(notYet),
  },
}
