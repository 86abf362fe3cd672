/** Runs something at once, and after that at most once in `pause` milliseconds: what is asked for meanwhile comes at its end. */
export function paced(pause: number, run: () => void): () => void {
  let isResting = false
  let isWanted = false
  const go = () => {
    isWanted = false
    isResting = true
    setTimeout(() => {
      isResting = false
      if (isWanted) go()
    }, pause)
    run()
  }
  return () => {
    if (isResting) isWanted = true
    else go()
  }
}
