/**
 * Puts a text on the clipboard, in answer to a click or key; false where the system refuses. By the document's own copy
 * command and not `navigator.clipboard`, which asks for a permission: the desktop host denies a page every one.
 */
export function copyText(text: string): boolean {
  let isTaken = false
  const fill = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text)
    event.preventDefault()
    isTaken = true
  }
  document.addEventListener('copy', fill, { capture: true, once: true })
  const isCopied = document.execCommand('copy')
  document.removeEventListener('copy', fill, { capture: true })
  return isCopied && isTaken
}
