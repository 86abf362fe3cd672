import { CircleAlert, FileLock2 } from 'lucide-react'
import { pick } from '../../../lib/known-error.ts'
import { bundles } from '../../../strings/en/bundles.ts'
import type { Export } from './use-export.ts'

const words = bundles.export

/** The file that was made, and the keys that are not in it. */
export function ExportResult({ made }: { made: NonNullable<Export['made']> }) {
  return (
    <div className="bundle-result">
      <p className="bundle-file" role="status">
        <FileLock2 className="i fg-ok" aria-hidden="true" />
        <span>
          <b className="sel">{made.fileName}</b>
          <span className="text-fg-2">{words.done(made.keys)}</span>
        </span>
      </p>
      <p className="hint">{words.saved}</p>
      {made.left.length > 0 ? (
        <section>
          <h3 className="text-13">{words.left(made.left.length)}</h3>
          <ul className="bundle-list">
            {made.left.map(({ keyId, name, reason }) => (
              <li key={keyId} className="icon-line">
                <CircleAlert className="i i--12 fg-warn" aria-hidden="true" />
                <span>
                  <b>{name || keyId}</b> {pick(words.reasons, reason) ?? reason}
                </span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  )
}
