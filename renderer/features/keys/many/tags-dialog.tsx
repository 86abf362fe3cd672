import { useId, useState } from 'react'
import { keysTable } from '../../../strings/en/keys-table.ts'
import { Field } from '../../../ui/field.tsx'
import { mostTags, tagsByUse } from '../edit/tags.ts'
import { TagsEditor } from '../edit/tags-editor.tsx'
import type { KeyRow } from '../types.ts'
import { tagJob } from './jobs.ts'
import { ManyDialog } from './many-dialog.tsx'
import type { Job } from './use-many.ts'

const words = keysTable.tags

interface TagsDialogProps {
  rows: readonly KeyRow[]
  /** Every key, for tags to offer. */
  all: readonly KeyRow[]
  run: (job: Job) => Promise<void>
  onClose: () => void
}

/** Asks which tags keys get, and which they lose. */
export function TagsDialog({ rows, all, run, onClose }: TagsDialogProps) {
  const formId = useId()
  const [added, setAdded] = useState<readonly string[]>([])
  const [removed, setRemoved] = useState<ReadonlySet<string>>(new Set())
  const there = tagsByUse(rows.map(({ key }) => key.tags))
  const change = (tags: readonly string[]) => [...new Set([...tags.filter((tag) => !removed.has(tag)), ...added])]
  const tooMany = rows.filter(({ key }) => change(key.tags).length > mostTags)
  const submit = () => {
    onClose()
    const changing = rows.filter(({ key }) => change(key.tags).join('\n') !== key.tags.join('\n'))
    void run(tagJob(changing, change, run))
  }
  const toggle = (tag: string) =>
    setRemoved((before) => {
      const next = new Set(before)
      if (!next.delete(tag)) next.add(tag)
      return next
    })
  return (
    <ManyDialog
      formId={formId}
      title={words.title(rows.length)}
      submit={words.submit}
      canSubmit={(added.length > 0 || removed.size > 0) && tooMany.length === 0}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label={words.add} error={tooMany.length > 0 ? words.tooMany : null}>
        <TagsEditor
          tags={added}
          onChange={setAdded}
          offered={tagsByUse(all.map(({ key }) => key.tags))}
          label={words.add}
        />
      </Field>
      {there.length > 0 ? (
        <div className="field" role="group" aria-label={words.remove}>
          <span className="field__label">{words.remove}</span>
          <span className="tag-choices">
            {there.map((tag) => (
              <button
                key={tag}
                type="button"
                className="filter-chip"
                data-removed={removed.has(tag) ? '' : undefined}
                aria-pressed={removed.has(tag)}
                onClick={() => toggle(tag)}
              >
                <span className="trunc" dir="auto">
                  {tag}
                </span>
              </button>
            ))}
          </span>
          <span className="hint">{words.removeHint}</span>
        </div>
      ) : null}
    </ManyDialog>
  )
}
