import { CircleAlert, TriangleAlert } from 'lucide-react'
import type { ImportBatch, ImportResult, RemovedLine } from '../../../../contract/imports.ts'
import { imports as words } from '../../../strings/en/imports.ts'
import { StatusDot } from '../../../ui/status-dot.tsx'
import { RemovedLines } from './removed-lines.tsx'
import { refusalWords } from './row-draft.ts'

interface ResultStageProps {
  batch: ImportBatch
  results: readonly ImportResult[]
  /** Lines of this file that were taken out; null until the person said so. */
  removed: readonly RemovedLine[] | null
  trouble: string | null
}

/** What became of each row, and what to do about the file that they came from. */
export function ResultStage({ batch, results, removed, trouble }: ResultStageProps) {
  const stored = results.filter((result) => result.key)
  const refused = results.filter((result) => !result.key)
  const left = batch.file ? linesLeft(batch, stored) : []
  return (
    <div className="import-result">
      <p role="status">
        <StatusDot tone={stored.length > 0 ? 'ok' : 'idle'}>{words.result.stored(stored.length)}</StatusDot>
      </p>
      {refused.length > 0 ? (
        <section>
          <h3 className="text-13">{words.result.refused(refused.length)}</h3>
          <ul className="import-refused">
            {refused.map(({ line, refusal }) => (
              <li key={line} className="icon-line">
                <CircleAlert className="i i--12 fg-bad" aria-hidden="true" />
                <span>
                  <b>{words.result.line(line, nameOf(batch, line))}</b> {refusalWords(refusal ?? '')}
                </span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {trouble ? (
        <p className="field__error" role="alert">
          {trouble}
        </p>
      ) : null}
      {left.length > 0 ? (
        <p className="icon-line text-12">
          <TriangleAlert className="i i--12 fg-warn" aria-hidden="true" />
          {words.result.alsoIn(left)}
        </p>
      ) : null}
      {removed ? <RemovedLines only={removed.map((line) => line.id)} /> : null}
      {!removed && batch.file && stored.length > 0 ? (
        <section className="import-offer">
          <h3 className="text-13">{words.result.offer(stored.length, batch.file.path)}</h3>
          <p className="text-12 text-fg-2">{words.result.offerText}</p>
        </section>
      ) : null}
    </div>
  )
}

/** Lines with a key that was stored from another line: taking that one out leaves the key in the file. */
const linesLeft = (batch: ImportBatch, stored: readonly ImportResult[]) =>
  batch.rows
    .filter(({ problems }) =>
      problems.some((problem) => problem.kind === 'twice' && stored.some(({ line }) => line === problem.line)),
    )
    .map(({ line }) => line)

const nameOf = (batch: ImportBatch, line: number) => {
  const row = batch.rows.find((one) => one.line === line)
  return row?.variable || row?.masked || ''
}
