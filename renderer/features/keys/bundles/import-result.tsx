import { CircleAlert } from 'lucide-react'
import type { BundleResult } from '../../../../contract/bundles.ts'
import { pick } from '../../../lib/known-error.ts'
import { bundles } from '../../../strings/en/bundles.ts'
import { StatusDot } from '../../../ui/status-dot.tsx'
import { refusalWords } from '../import/row-draft.ts'
import type { BundleDraft } from './bundle-draft.ts'

const words = bundles.import

/** What became of each key of the file. */
export function ImportResult(props: { drafts: readonly BundleDraft[]; results: readonly BundleResult[] }) {
  const { drafts, results } = props
  const draftOf = new Map(drafts.map((draft) => [draft.row.index, draft]))
  const done = results.filter(({ refusal }) => refusal === null)
  const refused = results.filter(({ refusal }) => refusal !== null)
  const replaced = done.filter(({ index }) => draftOf.get(index)?.action === 'replace').length
  const added = done.length - replaced
  const skipped = drafts.length - results.length
  const counts = [
    added > 0 ? words.added(added) : null,
    replaced > 0 ? words.replaced(replaced) : null,
    done.length === 0 ? words.nothing : null,
  ].filter((count) => count !== null)
  return (
    <div className="bundle-result">
      <p role="status">
        <StatusDot tone={done.length > 0 ? 'ok' : 'idle'}>{counts.join(', ')}</StatusDot>
      </p>
      {skipped > 0 ? <p className="hint">{words.skipped(skipped)}</p> : null}
      {refused.length > 0 ? (
        <section>
          <h3 className="text-13">{words.refused(refused.length)}</h3>
          <ul className="bundle-list">
            {refused.map(({ index, refusal }) => (
              <li key={index} className="icon-line">
                <CircleAlert className="i i--12 fg-bad" aria-hidden="true" />
                <span>
                  <b>{draftOf.get(index)?.name}</b> {pick(words.refusals, refusal ?? '') ?? refusalWords(refusal ?? '')}
                </span>
              </li>
            ))}
          </ul>
          <p className="hint">{words.refusedHint}</p>
        </section>
      ) : null}
    </div>
  )
}
