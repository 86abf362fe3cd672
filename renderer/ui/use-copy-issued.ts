import { useState } from 'react'
import { type Copied, copyIssued, type Issued } from '../lib/copy-issued.ts'
import { shownOnce as words } from '../strings/en/shown-once.ts'
import { useToast } from './toast.tsx'

/** Copies what Keydeck issued, and has a sentence for how that went. Forgets it with the ticket. */
export function useCopyIssued(ticket: string) {
  const toast = useToast()
  const [copied, setCopied] = useState<{ ticket: string; within: string | undefined; how: Copied } | null>(null)
  const last = copied?.ticket === ticket ? copied : null
  const isRefused = last?.how === 'refused' || last?.how === 'over'
  return {
    isRefused,
    /** Null before the first copy. */
    sentence: last ? sentences[last.how] : null,
    /** Whether this, and nothing after it, is what was copied. */
    isCopied: (within?: string) => last !== null && !isRefused && last.within === within,
    copy: async (issued: Issued) => {
      const warn = () => toast({ kind: 'error', title: words.notCleared, text: words.notClearedText })
      setCopied({ ticket, within: issued.within, how: await copyIssued(issued, warn) })
    },
  }
}

const sentences: Record<Copied, string> = {
  'by-core': words.byCore,
  'by-page': words.byPage,
  stays: words.stays,
  over: words.over,
  refused: words.refused,
}
