import { useEffect, useState } from 'react'

/** True only once `isOn` has lasted: what is quick shows no spinner. */
export function useDelayed(isOn: boolean, milliseconds = 500): boolean {
  const [isLate, setIsLate] = useState(false)
  useEffect(() => {
    if (!isOn) return
    const timer = setTimeout(() => setIsLate(true), milliseconds)
    return () => {
      clearTimeout(timer)
      setIsLate(false)
    }
  }, [isOn, milliseconds])
  return isOn && isLate
}
