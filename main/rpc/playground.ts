import { os } from './base.ts'

export const playground = {
  conversations: {
    list: os.playground.conversations.list.handler(({ input, context }) => context.core.playground.list(input)),
    get: os.playground.conversations.get.handler(({ input, context }) => context.core.playground.get(input.id)),
    rename: os.playground.conversations.rename.handler(({ input, context }) =>
      context.core.playground.rename(input.id, input.title),
    ),
    delete: os.playground.conversations.delete.handler(async ({ input, context }) => {
      await context.core.playground.delete(input.id)
      return { id: input.id }
    }),
    restore: os.playground.conversations.restore.handler(({ input, context }) =>
      context.core.playground.restore(input.id),
    ),
  },
  runs: {
    start: os.playground.runs.start.handler(({ input, context }) => context.core.playground.start(input)),
    watch: os.playground.runs.watch.handler(async function* ({ input, context, signal }) {
      yield* context.core.playground.watch(input.runId, signal ?? new AbortController().signal)
    }),
    stop: os.playground.runs.stop.handler(({ input, context }) => context.core.playground.stop(input.runId)),
  },
}
