/** Whether the person is writing somewhere: what opens by itself must not take their next letters. */
export function isWriting(element: Element | null = document.activeElement): boolean {
  if (element instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'submit'].includes(element.type)
  return element instanceof HTMLTextAreaElement || (element instanceof HTMLElement && element.isContentEditable)
}

/** Gives the focus back to what had it, or to the page where that is gone. */
export function returnFocus(to: Element | null): void {
  const isThere = to instanceof HTMLElement && to.isConnected && to !== document.body
  const element = isThere ? to : document.getElementById('page')
  element?.focus()
}
