import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
import { providers } from '../../strings/en/providers.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'

interface RowActionsProps {
  place: number
  count: number
  words: { remove: (place: number) => string; up?: (place: number) => string; down?: (place: number) => string }
  onRemove: () => void
  /** Left out where the order means nothing. */
  onMove?: (step: 1 | -1) => void
}

/** The last cell of a row: up, down, remove. */
export function RowActions({ place, count, words, onRemove, onMove }: RowActionsProps) {
  return (
    <td className="rows__acts">
      {onMove && words.up && words.down ? (
        <>
          <span data-part="up">
            <IconButton
              size="small"
              label={words.up(place + 1)}
              icon={<ArrowUp className="i i--12" />}
              disabled={place === 0}
              onClick={() => onMove(-1)}
            />
          </span>
          <span data-part="down">
            <IconButton
              size="small"
              label={words.down(place + 1)}
              icon={<ArrowDown className="i i--12" />}
              disabled={place === count - 1}
              onClick={() => onMove(1)}
            />
          </span>
        </>
      ) : null}
      <span data-part="remove">
        <IconButton
          size="small"
          label={words.remove(place + 1)}
          icon={<Trash2 className="i i--12" />}
          onClick={onRemove}
        />
      </span>
    </td>
  )
}

/** The head of the last column: read aloud, not shown. */
export function ActsHead({ isWide = false }: { isWide?: boolean }) {
  return (
    <th scope="col" className={isWide ? 'rows__acts rows__acts--wide' : 'rows__acts'}>
      <span className="sr-only">{providers.acts}</span>
    </th>
  )
}

/** Below a row: what is wrong with it. */
export function RowMistake({ id, text, columns }: { id: string; text: string | undefined; columns: number }) {
  if (text === undefined) return null
  return (
    <tr>
      <td colSpan={columns} className="field__error">
        <span id={id} role="alert">
          {text}
        </span>
      </td>
    </tr>
  )
}

interface RowsBoxProps {
  box: RefObject<HTMLDivElement | null>
  /** What stands there as long as there is no row. */
  empty: string
  isEmpty: boolean
  /** What is wrong with one of them, where nobody says which. */
  mistake: string | undefined
  add: { text: string; isFull: boolean; onAdd: () => void }
  /** Said to who can not see that a row moved. */
  said?: string
  /** The table. */
  children: ReactNode
}

/** A table of rows, and below it what is wrong and one more row, as long as there may be more. */
export function RowsBox({ box, empty, isEmpty, mistake, add, said, children }: RowsBoxProps) {
  return (
    <div ref={box} className="rows-box">
      {isEmpty ? <p className="rows-box__empty">{empty}</p> : children}
      {mistake === undefined ? null : (
        <p className="field__error" role="alert">
          {mistake}
        </p>
      )}
      <span data-part="add">
        <Button size="small" icon={<Plus className="i i--14" />} disabled={add.isFull} onClick={add.onAdd}>
          {add.text}
        </Button>
      </span>
      {said === undefined ? null : (
        <span className="sr-only" role="status">
          {said}
        </span>
      )}
    </div>
  )
}
