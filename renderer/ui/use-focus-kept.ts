import { useEffect } from 'react'
import { returnFocus } from '../lib/focus.ts'

/** Where what opened a dialog went while it was open, the page takes the focus once the dialog is gone: nothing else has it. */
export function useFocusKept(open: boolean): void {
  useEffect(() => {
    if (!open) return
    return () => {
      // Twice: the dialog gives the focus back, where it can, in the frame that follows its end.
      requestAnimationFrame(() => requestAnimationFrame(leaveNowhere))
    }
  }, [open])
}

function leaveNowhere(): void {
  const isElsewhere = document.activeElement !== document.body
  if (!isElsewhere && !document.querySelector('.dialog')) returnFocus(null)
}
