import { Fragment, useId } from 'react'
import { providers } from '../../strings/en/providers.ts'
import { TextInput } from '../../ui/text-input.tsx'
import { newRowId, type PriceRow } from './draft.ts'
import { ActsHead, RowActions, RowMistake, RowsBox } from './row-parts.tsx'
import type { ProviderForm } from './use-provider-form.ts'
import { useRows } from './use-rows.ts'

const words = providers.prices
const atMost = 100
const parts = ['pattern', 'input', 'cached', 'output'] as const
const names = { pattern: words.patternOf, input: words.inputOf, cached: words.cachedOf, output: words.outputOf }

/** The person's own prices; a model that no row names costs what the catalogue says. */
export function PricesTab({ form }: { form: ProviderForm }) {
  const id = useId()
  const rows = form.draft.prices
  const { table, said, change, add, remove, move } = useRows<PriceRow>({
    rows,
    onChange: (prices) => form.change({ prices }),
    movedWords: words.moved,
  })
  return (
    <div className="provider__part">
      <section className="provider__section">
        <p className="hint">{words.text}</p>
        <RowsBox
          box={table}
          empty={`${words.empty} ${words.emptyText}`}
          isEmpty={rows.length === 0}
          mistake={form.mistakes['prices']}
          add={{
            text: words.add,
            isFull: rows.length >= atMost,
            onAdd: () => add({ id: newRowId(), pattern: '', input: '', cached: '', output: '' }),
          }}
          said={said}
        >
          <table className="rows rows--prices" aria-label={providers.tabs.prices}>
            <thead>
              <tr>
                {parts.map((part) => (
                  <th key={part} scope="col" className={part === 'pattern' ? undefined : 'num'}>
                    {words[part]}
                  </th>
                ))}
                <ActsHead isWide />
              </tr>
            </thead>
            <tbody>
              {rows.map((row, place) => {
                const wrong = parts.flatMap((part) => form.mistakes[`prices.${place}.${part}`] ?? [])
                return (
                  <Fragment key={row.id}>
                    <tr data-row={row.id}>
                      {parts.map((part) => (
                        <td key={part} data-part={part}>
                          <TextInput
                            size="small"
                            mono
                            className={part === 'pattern' ? undefined : 'input--num'}
                            aria-label={names[part](place + 1)}
                            {...(form.mistakes[`prices.${place}.${part}`]
                              ? { 'aria-invalid': true, 'aria-describedby': `${id}-${place}` }
                              : {})}
                            {...(part === 'pattern' ? { maxLength: 120 } : { inputMode: 'decimal', maxLength: 24 })}
                            placeholder={part === 'cached' ? words.cachedEmpty : undefined}
                            value={row[part]}
                            onValueChange={(value) => change(row.id, { [part]: value })}
                          />
                        </td>
                      ))}
                      <RowActions
                        place={place}
                        count={rows.length}
                        words={words}
                        onRemove={() => remove(row.id)}
                        onMove={(step) => move(place, step)}
                      />
                    </tr>
                    <RowMistake
                      id={`${id}-${place}`}
                      text={wrong.length > 0 ? [...new Set(wrong)].join(' ') : undefined}
                      columns={parts.length + 1}
                    />
                  </Fragment>
                )
              })}
            </tbody>
          </table>
        </RowsBox>
        {rows.length > 0 ? <p className="hint">{words.later}</p> : null}
      </section>
    </div>
  )
}
