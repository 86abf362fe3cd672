import { useEffect, useState } from 'react'
import { copyText } from '../lib/copy-text.ts'
import { ui } from '../strings/en/ui.ts'
import { useToast } from './toast.tsx'

const TICK_MS = 2_000

/** Copies a text and says so for two seconds; says why where the clipboard refuses. */
export function useCopied(): { isCopied: boolean; copy: (text: string) => void } {
  const [isCopied, setIsCopied] = useState(false)
  const toast = useToast()
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setIsCopied(false), TICK_MS)
    return () => clearTimeout(timer)
  }, [isCopied])
  return {
    isCopied,
    copy(text) {
      if (copyText(text)) setIsCopied(true)
      else toast({ kind: 'error', ...ui.copyFailed })
    },
  }
}
