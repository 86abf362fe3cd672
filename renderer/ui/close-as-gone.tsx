import { useEffect } from 'react'
import { useToast } from './toast.tsx'

interface CloseAsGoneProps {
  /** What is gone, and how. */
  title: string
  onClose: () => void
}

/** In the place of a dialog whose thing is gone: says so and ends it, so that an undo elsewhere doesn't bring it back. */
export function CloseAsGone({ title, onClose }: CloseAsGoneProps) {
  const toast = useToast()
  useEffect(() => {
    toast({ title })
    onClose()
  }, [toast, title, onClose])
  return null
}
