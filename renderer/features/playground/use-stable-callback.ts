import { useCallback, useLayoutEffect, useRef } from 'react'

/** The same function at every draw, which runs the newest one: what it is given to need not be drawn again. */
export function useStableCallback<Arguments extends unknown[]>(
  run: (...values: Arguments) => void,
): (...values: Arguments) => void {
  const latest = useRef(run)
  useLayoutEffect(() => {
    latest.current = run
  })
  return useCallback((...values: Arguments) => latest.current(...values), [])
}
