import { CatchBoundary } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { PartMissing } from '../lib/lazy-part.ts'
import { frame } from '../strings/en/frame.ts'
import { useToast } from '../ui/toast.tsx'

interface OverlayBoundaryProps {
  /** The name of what lies over the page, or above it. */
  title: string
  onClose?: () => void
  children: ReactNode
}

/** Around what lies over the page, or above it: when it breaks, a message says so, and the page goes on. */
export function OverlayBoundary({ title, onClose, children }: OverlayBoundaryProps) {
  const toast = useToast()
  const onCatch = (error: unknown) => {
    toast({
      id: 'overlay',
      kind: 'error',
      title: error instanceof PartMissing ? frame.loadFailed(title) : frame.crash.title(title),
      text: error instanceof Error ? error.message : String(error),
      action: { text: frame.crash.reload, run: () => window.location.reload() },
    })
    if (error instanceof PartMissing) error.forget()
    onClose?.()
  }
  return (
    <CatchBoundary getResetKey={() => title} onCatch={onCatch} errorComponent={Nothing}>
      {children}
    </CatchBoundary>
  )
}

function Nothing() {
  return null
}
