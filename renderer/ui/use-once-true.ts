import { useState } from 'react'

/** True from the first time that `isTrue` is, for what is made when it is first wanted and then stays. */
export function useOnceTrue(isTrue: boolean): boolean {
  const [wasTrue, setWasTrue] = useState(isTrue)
  if (isTrue && !wasTrue) setWasTrue(true)
  return wasTrue || isTrue
}
