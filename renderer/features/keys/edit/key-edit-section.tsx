import { useQuery } from '@tanstack/react-query'
import { SlidersHorizontal } from 'lucide-react'
import { useMemo } from 'react'
import { orpc } from '../../../lib/client.ts'
import { readDay, readDays, readDollars, writeDay, writeDollars } from '../../../lib/read-typed.ts'
import { useEnvironments } from '../../../lib/use-environments.ts'
import { keysEdit as words } from '../../../strings/en/keys-edit.ts'
import { EditRow } from '../../../ui/edit-row.tsx'
import { EnvironmentMark } from '../../../ui/environment-mark.tsx'
import { Select } from '../../../ui/select.tsx'
import { TextEdit } from '../../../ui/text-edit.tsx'
import type { KeyRow } from '../types.ts'
import { AccountEdit } from './account-edit.tsx'
import { MoveReason } from './move-reason.tsx'
import { tagsByUse } from './tags.ts'
import { TagsEditor } from './tags-editor.tsx'
import { type EditField, type KeyEdit, useKeyEdit } from './use-key-edit.ts'

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
        <EditRow label={words.name} field="name" edit={edit}>
          {(control) => (
            <TextEdit
              control={control}
              value={key.name}
              maxLength={80}
              onForget={edit.forget}
              onSave={saving(
                edit,
                'name',
                (typed) => typed.trim() || undefined,
                words.nameEmpty,
                (name) => ({ name }),
              )}
            />
          )}
        </EditRow>
        <EditRow label={words.environment} field="environment" edit={edit}>
          <Select
            aria-label={words.environment}
            value={key.environmentId}
            onValueChange={(environmentId) => void edit.save('environment', { environmentId })}
            options={environments.map(({ id, name, colour, shape }) => ({
              value: id,
              text: name,
              content: <EnvironmentMark name={name} colour={colour} shape={shape} />,
            }))}
          />
        </EditRow>
        <MoveReason edit={edit} />
        <AccountEdit row={row} edit={edit} />
        <EditRow label={words.period} field="period" edit={edit}>
          {(control) => (
            <TextEdit
              control={control}
              value={key.rotateAfterDays === null ? '' : String(key.rotateAfterDays)}
              inputMode="numeric"
              maxLength={6}
              placeholder={periodHint}
              end={words.periodUnit}
              onForget={edit.forget}
              onSave={saving(edit, 'period', readDays, words.periodError, (value) => ({
                rotateAfterDays: value,
              }))}
            />
          )}
        </EditRow>
        <EditRow label={words.expires} field="expires" edit={edit}>
          {(control) => (
            <TextEdit
              control={control}
              value={writeDay(key.expiresAt)}
              type="date"
              placeholder={words.never}
              onForget={edit.forget}
              onSave={saving(edit, 'expires', readDay, words.expiresError, (expiresAt) => ({ expiresAt }))}
            />
          )}
        </EditRow>
        <EditRow label={words.budget} field="budget" edit={edit}>
          {(control) => (
            <TextEdit
              control={control}
              value={writeDollars(key.monthlyBudget)}
              inputMode="decimal"
              maxLength={14}
              placeholder={words.budgetNone}
              end={words.budgetUnit}
              onForget={edit.forget}
              onSave={saving(edit, 'budget', readDollars, words.budgetError, (monthlyBudget) => ({ monthlyBudget }))}
            />
          )}
        </EditRow>
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
        <EditRow label={words.notes} field="notes" edit={edit}>
          {(control) => (
            <TextEdit
              control={control}
              value={key.notes}
              maxLength={2_000}
              isLong
              placeholder={words.notesNone}
              onForget={edit.forget}
              onSave={(notes) => edit.save('notes', { notes: notes.trim() })}
            />
          )}
        </EditRow>
      </div>
    </section>
  )
}

/** Reads what was typed; what can't be read is refused in words, without asking the core. */
function saving<Value>(
  edit: KeyEdit,
  field: EditField,
  read: (typed: string) => Value | undefined,
  wrong: string,
  changes: (value: Value) => Parameters<KeyEdit['save']>[1],
): (typed: string) => Promise<boolean> {
  return async (typed) => {
    const value = read(typed)
    if (value !== undefined) return edit.save(field, changes(value))
    edit.refuse(field, wrong)
    return false
  }
}
