import { type ReactNode, useState } from 'react'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { useToast } from '../../../ui/toast.tsx'
import { refusalWords } from '../refusal-words.ts'
import type { LocalKeyRow } from '../types.ts'

interface LocalKeyQuestionProps {
  row: LocalKeyRow
  words: { title: (name: string) => string; confirm: string; failed: (name: string) => string }
  /** Whether it ends the key for good, or can be got over with some work. */
  weight: 'danger' | 'cautious'
  /** What is done on yes. Where it throws, that is said. */
  act: () => Promise<void>
  onClose: () => void
  children: ReactNode
}

/** Asks before something is done to a local key that can't be taken back. */
export function LocalKeyQuestion({ row, words, weight, act, onClose, children }: LocalKeyQuestionProps) {
  const { key, environment } = row
  const [isBusy, setIsBusy] = useState(false)
  const toast = useToast()
  const confirm = async () => {
    setIsBusy(true)
    try {
      await act()
    } catch (error) {
      toast({ kind: 'error', title: words.failed(key.name), text: refusalWords(error) })
      onClose()
    }
  }
  return (
    <ConfirmDialog
      open
      danger={weight === 'danger'}
      cautious={weight === 'cautious'}
      busy={isBusy}
      title={words.title(key.name)}
      environment={environment ?? undefined}
      confirm={words.confirm}
      onCancel={onClose}
      onConfirm={() => void confirm()}
    >
      {children}
    </ConfirmDialog>
  )
}
