import { Search, X } from 'lucide-react'
import type { KeyboardEvent, RefObject } from 'react'
import { keysTable as words } from '../../../strings/en/keys-table.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Kbd } from '../../../ui/kbd.tsx'
import { TextInput } from '../../../ui/text-input.tsx'
import { keyFilter } from './view-state.ts'

interface KeySearchProps {
  field: RefObject<HTMLInputElement | null>
  value: string
  /** The arrow down, and Enter: on to the table. */
  onLeave: () => void
}

/** Narrows the table as one types. Esc empties it, then lets it go. */
export function KeySearch({ field, value, onLeave }: KeySearchProps) {
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'ArrowDown' || event.key === 'Enter') {
      event.preventDefault()
      onLeave()
    }
    if (event.key !== 'Escape') return
    event.preventDefault()
    if (value === '') onLeave()
    else keyFilter.search('')
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
      onValueChange={keyFilter.search}
      onKeyDown={onKeyDown}
      icon={<Search className="i i--14" aria-hidden="true" />}
      end={
        value ? (
          <IconButton
            label={words.clearSearch}
            size="small"
            icon={<X className="i i--12" />}
            onClick={() => {
              keyFilter.search('')
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
