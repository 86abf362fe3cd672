import type { KeyRow } from '../types.ts'

/** What the panel asks of the page. The same functions at every draw. */
export interface PanelActions {
  check: (row: KeyRow) => void
  ask: (row: KeyRow) => void
  regenerate: (row: KeyRow) => void
  revoke: (row: KeyRow) => void
  reactivate: (row: KeyRow) => void
  remove: (row: KeyRow) => void
  exportKey: (row: KeyRow) => void
  add: () => void
  reviewLines: () => void
  close: () => void
  tookFocus: () => void
}
