import { eventIterator, oc } from '@orpc/contract'
import { implement } from '@orpc/server'
import { z } from 'zod'

/** A small contract with one procedure for each thing that a carrier must bear. */
export const testContract = {
  echo: oc.input(z.object({ text: z.string() })).output(z.object({ text: z.string(), at: z.date() })),
  fail: oc.errors({ REFUSED: { status: 409, data: z.object({ why: z.string() }) } }).output(z.null()),
  crash: oc.output(z.null()),
  count: oc.input(z.object({ to: z.number() })).output(eventIterator(z.object({ n: z.number() }))),
  forever: oc.output(eventIterator(z.object({ n: z.number() }))),
  hang: oc.output(z.null()),
  huge: oc.input(z.object({ length: z.number() })).output(z.string()),
}

/** What the handlers saw, for the tests to read. */
export function createProbe() {
  return { produced: 0, ended: 0, hanging: 0, released: 0 }
}

/** The handlers, which write what happens to them into the probe. */
export function createTestRouter(probe: ReturnType<typeof createProbe>) {
  const os = implement(testContract)
  return os.router({
    echo: os.echo.handler(({ input }) => ({ text: input.text, at: new Date(0) })),
    fail: os.fail.handler(({ errors }) => {
      throw errors.REFUSED({ data: { why: 'because' } })
    }),
    crash: os.crash.handler(() => {
      throw new Error('canary in an internal error')
    }),
    count: os.count.handler(async function* ({ input }) {
      for (let n = 0; n < input.to; n += 1) yield { n }
    }),
    forever: os.forever.handler(async function* ({ signal }) {
      try {
        for (let n = 0; !signal?.aborted; n += 1) {
          probe.produced += 1
          yield { n }
          await new Promise((resolve) => setImmediate(resolve))
        }
      } finally {
        probe.ended += 1
      }
    }),
    hang: os.hang.handler(async ({ signal }) => {
      probe.hanging += 1
      await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()))
      probe.released += 1
      return null
    }),
    huge: os.huge.handler(({ input }) => 'x'.repeat(input.length)),
  })
}
