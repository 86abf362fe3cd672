/** Whether the person is writing somewhere: what opens by itself must not take their next letters. */
export function isWriting(element: Element | null = document.activeElement): boolean {
  if (element instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'submit'].includes(element.type)
  return element instanceof HTMLTextAreaElement || (element instanceof HTMLElement && element.isContentEditable)
}

/** Whether the person has a menu or a dialog open: the focus is in it, and leaving it would close it. */
function isInPopup(): boolean {
  return document.querySelector('[aria-haspopup][aria-expanded="true"], [role="dialog"], [role="alertdialog"]') !== null
}

/** Gives the focus to what came by itself, unless the person is writing or choosing somewhere else. */
export function offerFocus(element: HTMLElement | null): void {
  if (!isWriting() && !isInPopup()) element?.focus()
}

/** Gives the focus back to what had it, or to the page where that is gone. */
export function returnFocus(to: Element | null): void {
  const isThere = to instanceof HTMLElement && to.isConnected && to !== document.body
  const element = isThere ? to : document.getElementById('page')
  element?.focus()
}
