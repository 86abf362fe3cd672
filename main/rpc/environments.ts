import { os } from './base.ts'
import { notYet } from './not-yet.ts'

export const environments = {
  list: os.environments.list.handler(({ context }) => context.core.vault.environments.list()),
  add: os.environments.add.handler(notYet),
  update: os.environments.update.handler(notYet),
  reorder: os.environments.reorder.handler(notYet),
  remove: os.environments.remove.handler(notYet),
  confirm: os.environments.confirm.handler(notYet),
}
