/** What was typed for a palette that had no field yet: the file of the first one must come. */
let typed = ''
let taker: ((key: string) => void) | null = null

/**
 * From now on what is typed outside a dialog is for the palette, so that no letter is lost and none is a shortcut of the
 * page below. Returns how to stop.
 */
export function holdTyping(onEscape: () => void): () => void {
  typed = ''
  const hold = (event: KeyboardEvent) => {
    const isCommand = event.ctrlKey || event.metaKey || event.altKey || event.isComposing || /^F\d/.test(event.key)
    if (isCommand || (event.target instanceof Element && event.target.closest('[role="dialog"]'))) return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Escape') onEscape()
    if (event.key.length !== 1) return
    typed += event.key
    taker?.(event.key)
  }
  window.addEventListener('keydown', hold, true)
  return () => window.removeEventListener('keydown', hold, true)
}

/** What was typed up to now. */
export const typedAhead = (): string => typed

/** Tells of each letter that comes before the palette's field has the focus. Returns how to stop. */
export function takeTyping(take: (key: string) => void): () => void {
  taker = take
  return () => {
    taker = null
  }
}
