import { os } from './base.ts'

export const events = {
  watch: os.events.watch.handler(({ context, signal }) =>
    context.core.events.watch(signal ?? new AbortController().signal),
  ),
}
