import { useLayoutEffect, useRef, useState } from 'react'

type Callbacks = Record<string, (...parts: never[]) => void>

/** The same functions at every draw, each calling the newest: what gets them is not drawn again for their sake. */
export function useStable<Given extends Callbacks>(callbacks: Given): Given {
  const latest = useRef(callbacks)
  useLayoutEffect(() => {
    latest.current = callbacks
  })
  const [stable] = useState(() => {
    const entries = Object.keys(callbacks).map((name) => [
      name,
      (...parts: never[]) => latest.current[name as keyof Given]?.(...parts),
    ])
    return Object.fromEntries(entries) as Given
  })
  return stable
}
