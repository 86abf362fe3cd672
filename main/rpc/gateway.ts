import { os } from './base.ts'

export const gateway = {
  state: os.gateway.state.handler(({ context }) => context.core.gateway.state()),
  start: os.gateway.start.handler(({ context }) => context.core.gateway.start()),
  stop: os.gateway.stop.handler(({ context }) => context.core.gateway.stop()),
  configure: os.gateway.configure.handler(({ input, context }) => context.core.gateway.configure(input)),
  running: os.gateway.running.handler(({ context }) => context.core.gateway.running()),
  refusals: os.gateway.refusals.handler(({ context }) => context.core.gateway.refusals()),
  localKeys: {
    list: os.gateway.localKeys.list.handler(({ context }) => context.core.gateway.localKeys.list()),
    unreadable: os.gateway.localKeys.unreadable.handler(({ context }) => context.core.gateway.localKeys.unreadable()),
    create: os.gateway.localKeys.create.handler(({ input, context }) => context.core.gateway.localKeys.create(input)),
    update: os.gateway.localKeys.update.handler(({ input, context }) =>
      context.core.gateway.localKeys.update(input.id, input.changes),
    ),
    regenerate: os.gateway.localKeys.regenerate.handler(({ input, context }) =>
      context.core.gateway.localKeys.regenerate(input.id),
    ),
    revoke: os.gateway.localKeys.revoke.handler(({ input, context }) =>
      context.core.gateway.localKeys.revoke(input.id),
    ),
    delete: os.gateway.localKeys.delete.handler(({ input, context }) =>
      context.core.gateway.localKeys.delete(input.id),
    ),
    restore: os.gateway.localKeys.restore.handler(({ input, context }) =>
      context.core.gateway.localKeys.restore(input.id),
    ),
    models: os.gateway.localKeys.models.handler(({ input, context }) =>
      context.core.gateway.localKeys.models(input.id),
    ),
  },
}
