import { os } from './base.ts'

export const calls = {
  totals: os.calls.totals.handler(({ input, context }) => context.core.calls.totals(input, input.filter)),
  groups: os.calls.groups.handler(({ input, context }) =>
    context.core.calls.groups(input, input.groupBy, input.filter, input.limit),
  ),
  flow: os.calls.flow.handler(({ input, context }) => context.core.calls.flow(input, input.filter, input.atMost)),
  series: os.calls.series.handler(({ input, context }) => context.core.calls.series(input)),
  list: os.calls.list.handler(({ input, context }) => context.core.calls.list(input)),
  state: os.calls.state.handler(({ context }) => context.core.calls.state()),
}
