import type { AuditRow } from '../../../../contract/audit.ts'
import { isRefusal, sentenceOf, subjectOf } from '../../../lib/audit-words.ts'
import { formatDate, formatMoment, formatTime } from '../../../lib/format.ts'
import { audit as words } from '../../../strings/en/audit.ts'
import type { VirtualColumn } from '../../../ui/virtual-table-model.ts'

const heads = words.columns

/** The columns of the audit. At module level, so that they are the same at every draw. */
export const auditColumns: readonly VirtualColumn<AuditRow>[] = [
  {
    id: 'when',
    head: heads.when,
    width: '116px',
    cell: ({ lastAt }) => (
      <time className="text-fg-2" dateTime={new Date(lastAt).toISOString()} title={formatMoment(lastAt)}>
        {`${formatDate(lastAt)} ${formatTime(lastAt)}`}
      </time>
    ),
  },
  {
    id: 'what',
    head: heads.what,
    width: 'minmax(190px, 2fr)',
    cell: (row) => (
      <>
        <span className={isRefusal(row) ? 'trunc audit-refused' : 'trunc'} title={sentenceOf(row)}>
          {sentenceOf(row)}
        </span>
        {row.count > 1 ? <span className="text-11 text-fg-3">×{row.count}</span> : null}
      </>
    ),
  },
  {
    id: 'subject',
    head: heads.subject,
    width: 'minmax(180px, 1.6fr)',
    cell: (row) => (
      <>
        <span className="nm trunc" dir="auto" title={subjectOf(row)}>
          {subjectOf(row)}
        </span>
        <span className="mask text-fg-3">{row.keyMask}</span>
      </>
    ),
  },
  {
    id: 'environment',
    head: heads.environment,
    width: 'minmax(90px, 0.8fr)',
    from: 720,
    cell: ({ environmentName }) => (
      <span className="text-fg-2 trunc" dir="auto">
        {environmentName}
      </span>
    ),
  },
  {
    id: 'provider',
    head: heads.provider,
    width: 'minmax(80px, 0.8fr)',
    from: 860,
    cell: ({ providerName }) => (
      <span className="text-fg-2 trunc" dir="auto">
        {providerName}
      </span>
    ),
  },
  {
    id: 'actor',
    head: heads.actor,
    width: '118px',
    cell: ({ actor }) => <span className="text-fg-3">{words.actors[actor]}</span>,
  },
]
