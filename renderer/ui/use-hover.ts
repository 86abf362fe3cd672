import { useEffect, useMemo, useRef, useState } from 'react'

/** Before the first one opens; right after another one was open there is no wait. */
const delay = 500
const groupFor = 400
/** To reach the words across the gap. */
const grace = 120

let lastOpen = Number.NEGATIVE_INFINITY

/** When a tooltip opens and closes: slowly by hover, at once by focus. */
export function useHover() {
  const [anchor, setAnchor] = useState<Element | null>(null)
  const [isOpen, setIsOpen] = useState(false)
  const timer = useRef(0)
  const acts = useMemo(() => {
    const after = (wait: number, act: () => void) => {
      clearTimeout(timer.current)
      timer.current = window.setTimeout(act, wait)
    }
    const show = (element: Element) => {
      clearTimeout(timer.current)
      setAnchor(element)
      setIsOpen(true)
    }
    const hide = () => {
      clearTimeout(timer.current)
      setIsOpen(false)
    }
    return {
      show,
      hide,
      hold: () => clearTimeout(timer.current),
      enter: (element: Element) => after(performance.now() - lastOpen < groupFor ? 0 : delay, () => show(element)),
      leave: () => after(grace, hide),
    }
  }, [])
  useEffect(() => {
    if (!isOpen) return
    return () => {
      lastOpen = performance.now()
    }
  }, [isOpen])
  useEffect(() => () => clearTimeout(timer.current), [])
  return { anchor, isOpen, ...acts }
}
