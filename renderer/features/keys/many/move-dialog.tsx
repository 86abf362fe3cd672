import { useId, useState } from 'react'
import type { Environment } from '../../../lib/use-environments.ts'
import { keysTable } from '../../../strings/en/keys-table.ts'
import { EnvironmentMark } from '../../../ui/environment-mark.tsx'
import { Field } from '../../../ui/field.tsx'
import { SelectBox } from '../../../ui/select-box.tsx'
import type { KeyRow } from '../types.ts'
import { moveJob } from './jobs.ts'
import { ManyDialog } from './many-dialog.tsx'
import type { Job } from './use-many.ts'

const words = keysTable.move

interface MoveDialogProps {
  rows: readonly KeyRow[]
  environments: readonly Environment[]
  run: (job: Job) => Promise<void>
  onClose: () => void
}

/** Asks where keys go. What stands in the way of one is told afterwards, key by key. */
export function MoveDialog({ rows, environments, run, onClose }: MoveDialogProps) {
  const formId = useId()
  const others = environments.filter(({ id }) => rows.some(({ environment }) => environment.id !== id))
  const [toId, setToId] = useState(others[0]?.id ?? null)
  const to = others.find(({ id }) => id === toId)
  const submit = () => {
    if (!to) return
    onClose()
    const moving = rows.filter(({ environment }) => environment.id !== to.id)
    void run(moveJob(moving, to, run))
  }
  return (
    <ManyDialog
      formId={formId}
      title={words.title(rows.length)}
      submit={words.submit}
      canSubmit={to !== undefined}
      environmentColour={to?.colour}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label={words.to} forButton hint={to?.guarded ? words.guarded(to.name) : words.text}>
        <SelectBox
          value={toId}
          onValueChange={setToId}
          options={others.map(({ id, name, colour, shape }) => ({
            value: id,
            text: name,
            content: <EnvironmentMark name={name} colour={colour} shape={shape} />,
          }))}
        />
      </Field>
    </ManyDialog>
  )
}
