import { os } from './base.ts'

export const environments = {
  list: os.environments.list.handler(({ context }) => context.core.vault.environments.list()),
}
