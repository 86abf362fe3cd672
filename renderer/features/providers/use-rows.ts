import { useEffect, useEffectEvent, useRef, useState } from 'react'

interface RowsOptions<Row> {
  rows: readonly Row[]
  onChange: (rows: readonly Row[]) => void
  /** Says where a moved row is now, to who can not see it. */
  movedWords?: (place: number, all: number) => string
}

/**
 * What a table of rows can do, with the focus where a person expects it: in the row that was added or moved, or in the
 * one that took the place of a removed one.
 */
export function useRows<Row extends { id: string }>({ rows, onChange, movedWords }: RowsOptions<Row>) {
  const table = useRef<HTMLDivElement>(null)
  const focusOn = useRef<string | null>(null)
  const [said, setSaid] = useState('')

  useEffect(() => {
    if (focusOn.current === null) return
    const target = table.current?.querySelector<HTMLElement>(`${focusOn.current} :is(input, button)`)
    focusOn.current = null
    target?.focus()
  })

  const move = (place: number, step: 1 | -1, part?: string) => {
    const row = rows[place]
    const other = rows[place + step]
    if (!row || !other) return
    const next = [...rows]
    next[place] = other
    next[place + step] = row
    // A button that moves a row to the end of its way is off there: the other one takes the focus.
    const isLast = place + step === (step === 1 ? rows.length - 1 : 0)
    const wanted = part ?? (step === 1 ? (isLast ? 'up' : 'down') : isLast ? 'down' : 'up')
    focusOn.current = `[data-row="${row.id}"] [data-part="${wanted}"]`
    if (movedWords) setSaid(movedWords(place + step + 1, rows.length))
    onChange(next)
  }

  /** Alt with an arrow moves the row that has the focus, whichever of its fields it is in. */
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    const element = event.target instanceof Element ? event.target : null
    const id = element?.closest('[data-row]')?.getAttribute('data-row')
    const place = rows.findIndex((row) => row.id === id)
    if (place === -1) return
    event.preventDefault()
    const part = element?.closest('[data-part]')?.getAttribute('data-part') ?? 'up'
    move(place, event.key === 'ArrowDown' ? 1 : -1, part)
  })
  useEffect(() => {
    const element = table.current
    const listen = (event: KeyboardEvent) => onKey(event)
    element?.addEventListener('keydown', listen)
    return () => element?.removeEventListener('keydown', listen)
  }, [])

  return {
    table,
    said,
    change: (id: string, part: Partial<Row>) =>
      onChange(rows.map((row) => (row.id === id ? { ...row, ...part } : row))),
    add: (row: Row) => {
      focusOn.current = `[data-row="${row.id}"]`
      onChange([...rows, row])
    },
    remove: (id: string) => {
      const place = rows.findIndex((row) => row.id === id)
      const next = rows[place + 1] ?? rows[place - 1]
      focusOn.current = next ? `[data-row="${next.id}"] [data-part="remove"]` : '[data-part="add"]'
      onChange(rows.filter((row) => row.id !== id))
    },
    move,
  }
}
