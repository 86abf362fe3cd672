import { os } from './base.ts'

export const settings = {
  get: os.settings.get.handler(({ context }) => context.core.settings.get()),
  update: os.settings.update.handler(({ input, context }) => context.core.settings.update(input)),
}
