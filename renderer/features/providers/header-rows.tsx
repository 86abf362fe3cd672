import { Fragment, useId } from 'react'
import { providers } from '../../strings/en/providers.ts'
import { TextInput } from '../../ui/text-input.tsx'
import { type HeaderRow, newRowId } from './draft.ts'
import type { Mistakes } from './mistakes.ts'
import { ActsHead, RowActions, RowMistake, RowsBox } from './row-parts.tsx'
import { useRows } from './use-rows.ts'

const words = providers.headers
const atMost = 20

interface HeaderRowsProps {
  rows: readonly HeaderRow[]
  mistakes: Mistakes
  onChange: (rows: readonly HeaderRow[]) => void
}

/** The headers that every call to the provider carries. */
export function HeaderRows({ rows, mistakes, onChange }: HeaderRowsProps) {
  const id = useId()
  const { table, change, add, remove } = useRows({ rows, onChange })
  return (
    <RowsBox
      box={table}
      empty={words.empty}
      isEmpty={rows.length === 0}
      mistake={undefined}
      add={{
        text: words.add,
        isFull: rows.length >= atMost,
        onAdd: () => add({ id: newRowId(), name: '', value: '' }),
      }}
    >
      <table className="rows rows--headers" aria-label={words.title}>
        <thead>
          <tr>
            <th scope="col">{words.name}</th>
            <th scope="col">{words.value}</th>
            <ActsHead />
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => {
            const wrong = mistakes[`headers.${place}`]
            const saying = wrong ? { 'aria-invalid': true, 'aria-describedby': `${id}-${place}` } : {}
            return (
              <Fragment key={row.id}>
                <tr data-row={row.id}>
                  <td data-part="name">
                    <TextInput
                      {...saying}
                      size="small"
                      mono
                      aria-label={words.nameOf(place + 1)}
                      value={row.name}
                      maxLength={80}
                      onValueChange={(name) => change(row.id, { name })}
                    />
                  </td>
                  <td data-part="value">
                    <TextInput
                      {...saying}
                      size="small"
                      mono
                      aria-label={words.valueOf(place + 1)}
                      value={row.value}
                      maxLength={1_000}
                      onValueChange={(value) => change(row.id, { value })}
                    />
                  </td>
                  <RowActions place={place} count={rows.length} words={words} onRemove={() => remove(row.id)} />
                </tr>
                <RowMistake id={`${id}-${place}`} text={wrong} columns={3} />
              </Fragment>
            )
          })}
        </tbody>
      </table>
    </RowsBox>
  )
}
