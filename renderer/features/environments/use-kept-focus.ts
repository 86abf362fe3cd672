import { type RefObject, useLayoutEffect, useRef } from 'react'

const partOf = (list: Element, id: string, part: string) =>
  list.querySelector<HTMLButtonElement>(`[data-environment="${id}"] [data-part="${part}"]`)

/**
 * Keeps the focus on the row that moves: a browser takes it from an element that changes its place. `order` is what the
 * rows stand in now; call the answer before it changes.
 */
export function useKeptFocus(list: RefObject<HTMLElement | null>, order: string): (id: string) => void {
  const wanted = useRef<{ id: string; part: string; order: string } | null>(null)
  useLayoutEffect(() => {
    const want = wanted.current
    if (!list.current || !want || want.order === order) return
    wanted.current = null
    const button = partOf(list.current, want.id, want.part)
    // At the end of the list the arrow that was pressed is off.
    const other = partOf(list.current, want.id, want.part === 'up' ? 'down' : 'up')
    ;(button?.disabled ? other : button)?.focus()
  }, [list, order])
  return (id) => {
    const focused = document.activeElement
    const part = focused instanceof HTMLElement ? focused.dataset['part'] : undefined
    if (part && focused?.closest(`[data-environment="${id}"]`)) wanted.current = { id, part, order }
  }
}
