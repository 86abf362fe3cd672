import { X } from 'lucide-react'
import { type ClipboardEvent, type KeyboardEvent, useRef, useState } from 'react'
import { isComposing } from '../../../lib/shortcuts.ts'
import { keysEdit } from '../../../strings/en/keys-edit.ts'
import './edit.css'
import type { EditControl } from './edit-row.tsx'
import { longestTag, mostTags, readTags } from './tags.ts'

const words = keysEdit.tags
const offeredAtMost = 6

interface TagsEditorProps {
  tags: readonly string[]
  onChange: (tags: readonly string[]) => void
  /** Tags that are in use, the most used first. */
  offered: readonly string[]
  label: string
  control?: EditControl
}

/** Tags as chips: Enter or a comma adds what was typed, Backspace in the empty field takes the last one off. */
export function TagsEditor({ tags, onChange, offered, label, control }: TagsEditorProps) {
  const [typed, setTyped] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const wanted = typed.trim().toLowerCase().replace(/^#/, '')
  const suggestions = offered
    .filter((tag) => !tags.includes(tag) && tag.toLowerCase().includes(wanted))
    .slice(0, offeredAtMost)

  const add = (text: string) => {
    const next = [...new Set([...tags, ...readTags(text)])].slice(0, mostTags)
    setTyped('')
    if (next.length !== tags.length) onChange(next)
  }
  const remove = (tag: string) => {
    onChange(tags.filter((one) => one !== tag))
    field.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent)) return
    if ((event.key === 'Enter' || event.key === ',') && typed.trim() !== '') {
      event.preventDefault()
      event.stopPropagation()
      add(typed)
    } else if (event.key === 'Backspace' && typed === '' && tags.length > 0) {
      event.preventDefault()
      onChange(tags.slice(0, -1))
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
    <span className="tags-editor">
      <span className="input tags-editor__box" onClick={() => field.current?.focus()} role="presentation">
        {tags.map((tag) => (
          <span key={tag} className="chip tags-editor__tag">
            <span className="trunc" dir="auto">
              {tag}
            </span>
            <button type="button" aria-label={words.remove(tag)} onClick={() => remove(tag)}>
              <X className="i i--12" />
            </button>
          </span>
        ))}
        <input
          {...control}
          ref={field}
          aria-label={label}
          className="tags-editor__input"
          value={typed}
          maxLength={longestTag * 4}
          placeholder={tags.length === 0 ? words.placeholder : ''}
          disabled={tags.length >= mostTags}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          onBlur={() => add(typed)}
        />
      </span>
      {suggestions.length > 0 ? (
        <span className="tags-editor__offered" role="group" aria-label={words.offered}>
          {suggestions.map((tag) => (
            <button
              key={tag}
              type="button"
              className="chip"
              aria-label={words.add(tag)}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => add(tag)}
            >
              <span className="trunc" dir="auto">
                {tag}
              </span>
            </button>
          ))}
        </span>
      ) : null}
    </span>
  )
}
