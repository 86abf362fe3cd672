import { type RefObject, useLayoutEffect, useState } from 'react'

/**
 * How many of a row's things fit side by side. The ruler is a copy of the row, out of sight and out of the way, that
 * holds all of them at their full width; `spare` is what must stay free beside them.
 */
export function useFitting(
  room: RefObject<HTMLElement | null>,
  ruler: RefObject<HTMLElement | null>,
  options: { count: number; spare: number; gap: number },
): number {
  const { count, spare, gap } = options
  const [fitting, setFitting] = useState(count)
  useLayoutEffect(() => {
    const outer = room.current
    const inner = ruler.current
    if (!outer || !inner) return
    const measure = () => {
      const widths = [...inner.children].map((child) => child.getBoundingClientRect().width)
      let left = outer.clientWidth - spare
      let fit = 0
      for (const width of widths) {
        left -= width + gap
        if (left < 0) break
        fit += 1
      }
      setFitting(fit)
    }
    const watcher = new ResizeObserver(measure)
    watcher.observe(outer)
    watcher.observe(inner)
    measure()
    return () => watcher.disconnect()
  }, [room, ruler, spare, gap])
  return Math.min(fitting, count)
}
