import { useEffect, useRef, useState } from 'react'

/** The width of an element in whole pixels, as it is now; 0 until it is drawn. */
export function useWidth<Kind extends Element>() {
  const ref = useRef<Kind>(null)
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const element = ref.current
    if (!element) return
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setWidth(Math.floor(entry.contentRect.width))
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return { ref, width }
}
