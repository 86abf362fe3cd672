import { Fragment, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { modelTiers } from '../../../contract/account-types.ts'
import type { VaultKey } from '../../../contract/keys.ts'
import { decidingRule } from '../../../contract/pattern.ts'
import { providers } from '../../strings/en/providers.ts'
import { Select } from '../../ui/select.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { newRowId } from './draft.ts'
import { ActsHead, RowActions, RowMistake, RowsBox } from './row-parts.tsx'
import { TierPreview } from './tier-preview.tsx'
import type { ProviderForm } from './use-provider-form.ts'
import { useRows } from './use-rows.ts'

const words = providers.tiers
const atMost = 100
const tiers = modelTiers.map((tier) => ({ value: tier, text: words.names[tier] }))

/** Which tier each model belongs to, by ordered patterns, with a model to try them on. */
export function TiersTab({ form, keys }: { form: ProviderForm; keys: readonly VaultKey[] }) {
  const id = useId()
  const [model, setModel] = useState('')
  const rows = form.draft.tierRules
  const { table, said, change, add, remove, move } = useRows({
    rows,
    onChange: (tierRules) => form.change({ tierRules }),
    movedWords: words.moved,
  })
  const tried = model.trim()
  const decider = tried === '' ? -1 : placeOfDecider(rows, tried)
  return (
    <div className="provider__part">
      <TierPreview
        keys={keys}
        model={model}
        onModel={setModel}
        rule={rows[decider] ? { ...rows[decider], place: decider + 1 } : null}
      />
      <section className="provider__section">
        <p className="hint">
          {words.text} {words.keysHint}
        </p>
        <RowsBox
          box={table}
          empty={words.empty}
          isEmpty={rows.length === 0}
          mistake={form.mistakes['tierRules']}
          add={{
            text: words.add,
            isFull: rows.length >= atMost,
            onAdd: () => add({ id: newRowId(), pattern: '', tier: 'standard' }),
          }}
          said={said}
        >
          <table className="rows rows--tiers" aria-label={providers.tabs.tiers}>
            <thead>
              <tr>
                <th scope="col" className="rows__place">
                  <span className="sr-only">{providers.order}</span>
                </th>
                <th scope="col">{words.pattern}</th>
                <th scope="col" className="rows__tier">
                  {words.tier}
                </th>
                <ActsHead isWide />
              </tr>
            </thead>
            <tbody>
              {rows.map((row, place) => {
                const wrong = form.mistakes[`tierRules.${place}`]
                return (
                  <Fragment key={row.id}>
                    <tr data-row={row.id} className={place === decider ? 'is-deciding' : undefined}>
                      <td className="rows__place">{place === decider ? <InSight>{place + 1}</InSight> : place + 1}</td>
                      <td data-part="pattern">
                        <TextInput
                          size="small"
                          mono
                          aria-label={words.patternOf(place + 1)}
                          {...(wrong ? { 'aria-invalid': true, 'aria-describedby': `${id}-${place}` } : {})}
                          value={row.pattern}
                          maxLength={120}
                          onValueChange={(pattern) => change(row.id, { pattern })}
                        />
                      </td>
                      <td data-part="tier">
                        <Select
                          size="small"
                          aria-label={words.tierOf(place + 1)}
                          value={row.tier}
                          options={tiers}
                          onValueChange={(tier) => change(row.id, { tier })}
                        />
                      </td>
                      <RowActions
                        place={place}
                        count={rows.length}
                        words={words}
                        onRemove={() => remove(row.id)}
                        onMove={(step) => move(place, step)}
                      />
                    </tr>
                    <RowMistake id={`${id}-${place}`} text={wrong} columns={4} />
                  </Fragment>
                )
              })}
            </tbody>
          </table>
        </RowsBox>
      </section>
    </div>
  )
}

/** The place of the rule that decides about a model; -1 where none does. */
function placeOfDecider(rows: readonly { pattern: string }[], model: string): number {
  const rules = rows.map(({ pattern }) => ({ pattern: pattern.trim() }))
  const decider = decidingRule(rules, model)
  return decider ? rules.indexOf(decider) : -1
}

/** Scrolls itself into sight when it comes: the rule that decides may be far down. */
function InSight({ children }: { children: ReactNode }) {
  const mark = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    mark.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  return (
    <span ref={mark} className="rows__in-sight">
      {children}
    </span>
  )
}
