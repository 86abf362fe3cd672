import type { Finding } from '../../../contract/findings.ts'
import type { Evidence } from './evidence-types.ts'
import { keyFindings, lineFindings } from './key-rules.ts'
import { sharingFindings } from './sharing-rules.ts'

const LEVELS: readonly Finding['level'][] = ['now', 'soon', 'note']

/** Everything that the rules find, the most urgent first, and what fell due longest ago before the rest. */
export function findAll(evidence: Evidence): Finding[] {
  const found = [...keyFindings(evidence), ...sharingFindings(evidence), ...lineFindings(evidence)]
  return found.toSorted(
    (a, b) =>
      LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) ||
      (a.at ?? Number.MAX_SAFE_INTEGER) - (b.at ?? Number.MAX_SAFE_INTEGER) ||
      a.id.localeCompare(b.id),
  )
}
