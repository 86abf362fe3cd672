import { type ChangeEvent, type KeyboardEvent, useRef, useState } from 'react'
import { isComposing } from '../lib/shortcuts.ts'
import type { EditControl } from './edit-row.tsx'

interface TextEditProps {
  control: EditControl
  /** As it is saved. */
  value: string
  /** Saves it; false keeps what was typed, so that it can be mended. */
  onSave: (typed: string) => Promise<boolean>
  /** What was refused is over: something else was typed, or it was let be. */
  onForget: () => void
  /** It is another since the typing began: says so, once for each, before what was typed takes its place. */
  onMeanwhile: (value: string) => void
  placeholder?: string
  maxLength?: number
  /** A date that is none shows the placeholder, as a text would, until one is in it. */
  type?: 'text' | 'date'
  inputMode?: 'numeric' | 'decimal'
  /** Several lines: then Enter breaks the line, and Ctrl or Cmd+Enter saves. */
  isLong?: boolean
  /** After the text: its unit. */
  end?: string
}

/** A text that is saved by Enter or by leaving it, and put back by Esc. */
export function TextEdit(props: TextEditProps) {
  const { value, onSave, onForget, onMeanwhile, isLong, end, control, type = 'text', ...rest } = props
  const [draft, setDraft] = useState<string | null>(null)
  const [isIn, setIsIn] = useState(false)
  /** As typed this moment: leaving may come before the draft was drawn. */
  const typed = useRef<string | null>(null)
  /** Enter saves and leaving saves: what is on its way isn't sent twice. */
  const sending = useRef<string | null>(null)
  /** What was there when the typing began, or what was told of since. */
  const base = useRef<string | null>(null)
  const shown = draft ?? value
  const put = (next: string | null) => {
    if (next === null) base.current = null
    else base.current ??= value
    typed.current = next
    setDraft(next)
  }

  const commit = async () => {
    const text = typed.current
    if (text === null || sending.current === text) return
    if (text === value) {
      put(null)
      onForget()
      return
    }
    if (base.current !== value) {
      base.current = value
      onMeanwhile(value)
      return
    }
    sending.current = text
    const isTaken = await onSave(text)
    if (isTaken && typed.current === text) put(null)
    sending.current = null
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent)) return
    if (event.key === 'Enter' && (!isLong || event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      void commit()
    } else if (event.key === 'Escape' && draft !== null) {
      event.preventDefault()
      event.stopPropagation()
      put(null)
      onForget()
    }
  }
  const onBlur = () => {
    setIsIn(false)
    void commit()
  }
  const shared = {
    ...control,
    ...rest,
    value: shown,
    dir: 'auto',
    autoComplete: 'off',
    spellCheck: false,
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => put(event.currentTarget.value),
    onKeyDown,
    onBlur,
  }
  if (isLong) return <textarea {...shared} rows={3} className="input input--area edit-long" />
  return (
    <span className="input">
      <input
        {...shared}
        type={type === 'date' && !isIn && shown === '' ? 'text' : type}
        onFocus={() => setIsIn(true)}
      />
      {end ? <span className="input__end edit-unit">{end}</span> : null}
    </span>
  )
}
