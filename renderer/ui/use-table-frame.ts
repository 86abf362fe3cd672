import { type RefObject, useEffect, useState } from 'react'
import type { VirtualColumn } from './virtual-table-model.ts'

/** The place that a table had when it was last drawn: it most likely gets the same again. */
interface Frame {
  height: number
  /** The greatest width that a column asks for and gets. */
  step: number
}

const frames = new Map<string, Frame>()
const unknown: Frame = { height: 0, step: Number.POSITIVE_INFINITY }

/**
 * How high a table is, and which columns its width leaves. Begins with what it was before under this name, so that the
 * rows are drawn at once and, as a rule, once.
 */
export function useTableFrame<Row>(
  name: string,
  columns: readonly VirtualColumn<Row>[],
  scroll: RefObject<HTMLElement | null>,
): { frame: Frame; shown: readonly VirtualColumn<Row>[] } {
  const [frame, setFrame] = useState(() => frames.get(name) ?? unknown)
  useEffect(() => {
    const element = scroll.current
    if (!element) return
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return
      const { width, height } = entry.contentRect
      const step = Math.max(0, ...columns.map(({ from = 0 }) => (from <= width ? from : 0)))
      frames.set(name, { height, step })
      setFrame((before) => (before.step === step ? before : { height, step }))
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [name, columns, scroll])
  return { frame, shown: shownAt(columns, frame.step) }
}

const known = new WeakMap<readonly object[], Map<number, readonly object[]>>()

/** The same list for the same width: a new one would draw every row again. */
function shownAt<Row>(columns: readonly VirtualColumn<Row>[], step: number): readonly VirtualColumn<Row>[] {
  const ofColumns = known.get(columns) ?? new Map<number, readonly VirtualColumn<Row>[]>()
  known.set(columns, ofColumns)
  const found = ofColumns.get(step) as readonly VirtualColumn<Row>[] | undefined
  if (found) return found
  const shown = columns.filter(({ from = 0 }) => from <= step)
  ofColumns.set(step, shown)
  return shown
}
