import { X } from 'lucide-react'
import { type ClipboardEvent, type KeyboardEvent, useRef, useState } from 'react'
import { isComposing } from '../lib/shortcuts.ts'
import type { EditControl } from './edit-row.tsx'

const offeredAtMost = 6

interface ChipsEditorProps {
  items: readonly string[]
  onChange: (items: readonly string[]) => void
  /** What could be added, the likeliest first. */
  offered: readonly string[]
  label: string
  words: {
    placeholder: string
    offered: string
    add: (item: string) => string
    remove: (item: string) => string
  }
  /** What was typed or pasted, as items: parted by commas. */
  read: (typed: string) => readonly string[]
  most: number
  longest: number
  mono?: boolean
  control?: EditControl
}

/** Short texts as chips: Enter or a comma adds what was typed, Backspace in the empty field takes the last one off. */
export function ChipsEditor(props: ChipsEditorProps) {
  const { items, onChange, offered, label, words, read, most, longest, mono, control } = props
  const [typed, setTyped] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const wanted = typed.trim().toLowerCase().replace(/^#/, '')
  const suggestions = offered
    .filter((item) => !items.includes(item) && item.toLowerCase().includes(wanted))
    .slice(0, offeredAtMost)

  const add = (text: string) => {
    const next = [...new Set([...items, ...read(text)])].slice(0, most)
    setTyped('')
    if (next.length !== items.length) onChange(next)
  }
  const remove = (item: string) => {
    onChange(items.filter((one) => one !== item))
    field.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent)) return
    if ((event.key === 'Enter' || event.key === ',') && typed.trim() !== '') {
      event.preventDefault()
      event.stopPropagation()
      add(typed)
    } else if (event.key === 'Backspace' && typed === '' && items.length > 0) {
      event.preventDefault()
      onChange(items.slice(0, -1))
    } else if (event.key === 'Escape' && typed !== '') {
      event.preventDefault()
      event.stopPropagation()
      setTyped('')
    }
  }
  const onPaste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData('text')
    if (!/[,\n]/.test(text)) return
    event.preventDefault()
    add(`${typed}${text}`)
  }
  return (
    <span className="chips-editor">
      <span className="input chips-editor__box" onClick={() => field.current?.focus()} role="presentation">
        {items.map((item) => (
          <span key={item} className={mono ? 'chip chip--mono chips-editor__item' : 'chip chips-editor__item'}>
            <span className="trunc" dir="auto">
              {item}
            </span>
            <button type="button" aria-label={words.remove(item)} onClick={() => remove(item)}>
              <X className="i i--12" />
            </button>
          </span>
        ))}
        <input
          {...control}
          ref={field}
          aria-label={label}
          className="chips-editor__input"
          value={typed}
          maxLength={longest * 4}
          placeholder={items.length === 0 ? words.placeholder : ''}
          disabled={items.length >= most}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          onBlur={() => add(typed)}
        />
      </span>
      {suggestions.length > 0 ? (
        <span className="chips-editor__offered" role="group" aria-label={words.offered}>
          {suggestions.map((item) => (
            <button
              key={item}
              type="button"
              className="chip"
              aria-label={words.add(item)}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => add(item)}
            >
              <span className="trunc" dir="auto">
                {item}
              </span>
            </button>
          ))}
        </span>
      ) : null}
    </span>
  )
}
