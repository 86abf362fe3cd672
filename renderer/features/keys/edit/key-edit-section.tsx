import { useQuery } from '@tanstack/react-query'
import { SlidersHorizontal } from 'lucide-react'
import { useMemo } from 'react'
import { orpc } from '../../../lib/client.ts'
import { readDays } from '../../../lib/read-typed.ts'
import { useEnvironments } from '../../../lib/use-environments.ts'
import { keysEdit as words } from '../../../strings/en/keys-edit.ts'
import { EditRow } from '../../../ui/edit-row.tsx'
import { BudgetRow, EnvironmentRow, ExpiryRow, NameRow, TypedRow } from '../../../ui/key-edit-rows.tsx'
import type { KeyRow } from '../types.ts'
import { AccountEdit } from './account-edit.tsx'
import { MoveReason } from './move-reason.tsx'
import { tagsByUse } from './tags.ts'
import { TagsEditor } from './tags-editor.tsx'
import { useKeyEdit } from './use-key-edit.ts'

/** What a person may change of a key, each part in its place and saved at once. */
export function KeyEditSection({ row }: { row: KeyRow }) {
  const { key, environment } = row
  const environments = useEnvironments()
  const edit = useKeyEdit(key)
  const keys = useQuery(orpc.keys.list.queryOptions()).data
  const offered = useMemo(() => tagsByUse((keys ?? []).map(({ tags }) => tags)), [keys])
  const periodHint =
    environment.rotateAfterDays === null
      ? words.periodNone
      : words.periodInherited(environment.rotateAfterDays, environment.name)
  return (
    <section className="sect" aria-label={words.heading}>
      <h3>
        <SlidersHorizontal className="i i--14" aria-hidden="true" />
        {words.heading}
      </h3>
      <div className="edit-rows">
        <NameRow
          field="name"
          edit={edit}
          value={key.name}
          wrong={words.nameEmpty}
          save={(name) => edit.save('name', { name })}
        />
        <EnvironmentRow
          field="environment"
          edit={edit}
          value={key.environmentId}
          environments={environments}
          save={(environmentId) => edit.save('environment', { environmentId })}
        />
        <MoveReason edit={edit} />
        <AccountEdit row={row} edit={edit} />
        <TypedRow
          field="period"
          edit={edit}
          label={words.period}
          text={key.rotateAfterDays === null ? '' : String(key.rotateAfterDays)}
          read={readDays}
          wrong={words.periodError}
          save={(rotateAfterDays) => edit.save('period', { rotateAfterDays })}
          inputMode="numeric"
          maxLength={6}
          placeholder={periodHint}
          end={words.periodUnit}
        />
        <ExpiryRow
          field="expires"
          edit={edit}
          value={key.expiresAt}
          save={(expiresAt) => edit.save('expires', { expiresAt })}
        />
        <BudgetRow
          field="budget"
          edit={edit}
          value={key.monthlyBudget}
          save={(monthlyBudget) => edit.save('budget', { monthlyBudget })}
        />
        <EditRow label={words.tagsLabel} field="tags" edit={edit}>
          {(control) => (
            <TagsEditor
              control={control}
              tags={key.tags}
              label={words.tagsLabel}
              offered={offered}
              onChange={(tags) => void edit.save('tags', { tags: [...tags] })}
            />
          )}
        </EditRow>
        <TypedRow
          field="notes"
          edit={edit}
          label={words.notes}
          text={key.notes}
          read={(typed) => typed.trim()}
          wrong=""
          save={(notes) => edit.save('notes', { notes })}
          maxLength={2_000}
          isLong
          placeholder={words.notesNone}
        />
      </div>
    </section>
  )
}
