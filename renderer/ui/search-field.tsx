import { Search, X } from 'lucide-react'
import type { KeyboardEvent, RefObject } from 'react'
import { IconButton } from './icon-button.tsx'
import { Kbd } from './kbd.tsx'
import { TextInput } from './text-input.tsx'

interface SearchFieldProps {
  field: RefObject<HTMLInputElement | null>
  value: string
  onValueChange: (value: string) => void
  words: { searchLabel: string; search: string; clearSearch: string }
  /** The arrow down, and Enter: on to the table. */
  onLeave: () => void
}

/** Narrows a table as one types. Esc empties it, then lets it go. */
export function SearchField({ field, value, onValueChange, words, onLeave }: SearchFieldProps) {
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'ArrowDown' || event.key === 'Enter') {
      event.preventDefault()
      onLeave()
    }
    if (event.key !== 'Escape') return
    event.preventDefault()
    if (value === '') onLeave()
    else onValueChange('')
  }
  return (
    <TextInput
      ref={field}
      type="search"
      className="keys-search"
      aria-label={words.searchLabel}
      placeholder={words.search}
      value={value}
      maxLength={200}
      onValueChange={onValueChange}
      onKeyDown={onKeyDown}
      icon={<Search className="i i--14" aria-hidden="true" />}
      end={
        value ? (
          <IconButton
            label={words.clearSearch}
            size="small"
            icon={<X className="i i--12" />}
            onClick={() => {
              onValueChange('')
              field.current?.focus()
            }}
          />
        ) : (
          <Kbd combo="/" />
        )
      }
    />
  )
}
