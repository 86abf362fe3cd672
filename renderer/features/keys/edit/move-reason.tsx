import { useState } from 'react'
import { keysEdit as words } from '../../../strings/en/keys-edit.ts'
import { keysTable } from '../../../strings/en/keys-table.ts'
import { Button } from '../../../ui/button.tsx'
import { OverrideReason } from '../add/override-reason.tsx'
import type { KeyEdit } from './use-key-edit.ts'

/** Asks why the same secret may lie in two environments, where a move would bring that about. */
export function MoveReason({ edit }: { edit: KeyEdit }) {
  const [reason, setReason] = useState('')
  const { outcome } = edit
  if (outcome?.kind !== 'asking') return null
  const { changes, field } = outcome
  return (
    <form
      className="edit-reason"
      onSubmit={(event) => {
        event.preventDefault()
        if (reason.trim() !== '') void edit.save(field, changes, reason.trim())
      }}
    >
      <OverrideReason text={keysTable.failures.why} reason={reason} onReasonChange={setReason} />
      <span className="edit-reason__actions">
        <Button size="small" onClick={edit.forget}>
          {words.stay}
        </Button>
        <Button size="small" type="submit" disabled={reason.trim() === ''}>
          {words.moveAnyway}
        </Button>
      </span>
    </form>
  )
}
