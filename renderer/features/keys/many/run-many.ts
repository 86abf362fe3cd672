/** What became of many. */
export interface ManyResult<Item> {
  done: readonly Item[]
  failed: readonly { item: Item; error: unknown }[]
  /** Whether it was stopped before all had their turn. */
  isStopped: boolean
}

/** Does something to each of many, a few at a time, until `signal` aborts. One that fails stops none of the others. */
export async function runMany<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
  options: { signal: AbortSignal; onProgress: (count: number) => void; atOnce?: number },
): Promise<ManyResult<Item>> {
  const done: Item[] = []
  const failed: { item: Item; error: unknown }[] = []
  let next = 0
  const worker = async () => {
    while (next < items.length && !options.signal.aborted) {
      const item = items[next] as Item
      next += 1
      try {
        await work(item)
        done.push(item)
      } catch (error) {
        failed.push({ item, error })
      }
      options.onProgress(done.length + failed.length)
    }
  }
  await Promise.all(Array.from({ length: options.atOnce ?? 4 }, worker))
  return { done, failed, isStopped: done.length + failed.length < items.length }
}
