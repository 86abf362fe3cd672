import { useState } from 'react'
import { keysTable } from '../../../strings/en/keys-table.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { EnvironmentGlyph } from '../../../ui/environment-glyph.tsx'
import { OverrideReason } from '../add/override-reason.tsx'
import { asksForReason, refusalWords } from '../refusal-words.ts'
import './many.css'
import type { Job, Many } from './use-many.ts'

const words = keysTable.failures

/** Each key that something could not be done to, and why; those that a reason would let through can have one. */
export function FailuresDialog({ many }: { many: Many }) {
  const [reason, setReason] = useState('')
  const { failures, forgetFailures, run } = many
  if (!failures) return null
  const { job, result } = failures
  const asking = result.failed.filter(({ error }) => asksForReason(error)).map(({ item }) => item)
  const again = (rows: Job['rows'], overrideReason?: string) => {
    forgetFailures()
    void run({ ...job, rows }, overrideReason)
  }
  return (
    <Dialog
      open
      onClose={forgetFailures}
      title={words.title(result.failed.length, job.rows.length)}
      actions={
        <>
          <Button onClick={forgetFailures}>{words.close}</Button>
          {asking.length > 0 ? (
            <Button variant="primary" disabled={reason.trim() === ''} onClick={() => again(asking, reason.trim())}>
              {words.anyway(asking.length)}
            </Button>
          ) : (
            <Button variant="primary" onClick={() => again(result.failed.map(({ item }) => item))}>
              {words.retry}
            </Button>
          )}
        </>
      }
    >
      <p className="text-12 text-fg-2">{words.text(result.done.length)}</p>
      <ul className="failures">
        {result.failed.map(({ item: { key, environment }, error }) => (
          <li key={key.id}>
            <span className="failures__key">
              <EnvironmentGlyph shape={environment.shape} colour={environment.colour} />
              <b className="trunc" dir="auto" title={key.name}>
                {key.name}
              </b>
            </span>
            <span className="failures__why">{refusalWords(error)}</span>
          </li>
        ))}
      </ul>
      {asking.length > 0 ? <OverrideReason text={words.why} reason={reason} onReasonChange={setReason} /> : null}
    </Dialog>
  )
}
