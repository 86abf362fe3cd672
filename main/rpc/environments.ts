import { os } from './base.ts'

export const environments = {
  list: os.environments.list.handler(({ context }) => context.core.vault.environments.list()),
  add: os.environments.add.handler(({ input, context }) => context.core.vault.environments.add(input)),
  update: os.environments.update.handler(({ input, context }) =>
    context.core.vault.environments.update(input.id, input.changes),
  ),
  reorder: os.environments.reorder.handler(({ input, context }) => context.core.vault.environments.reorder(input.ids)),
  remove: os.environments.remove.handler(({ input, context }) =>
    context.core.vault.environments.remove(input.id, input.moveKeysTo),
  ),
  confirm: os.environments.confirm.handler(({ input, context }) => context.core.vault.environments.confirm(input.id)),
}
