import { basename } from 'node:path'

/** What the person is told after a start, where calls of the time before could not go into the ledger. */
export interface LedgerNotice {
  kind: 'unread-calls'
  detail: string
}

const about = (path: string) =>
  `Calls that have just ended stand in ${basename(path)} until they are in the ledger, and the last Keydeck left some there.`

const kept = (path: string, folder: string | null) =>
  folder === null ? `The file stays where it is: ${path}.` : `The file is kept in ${folder}.`

/** Some of it is no call that this Keydeck can read, or that the ledger takes. */
export function unreadNotice(path: string, calls: number, folder: string | null): LedgerNotice {
  const missing = calls === 1 ? 'One of them is' : `${calls} of them are`
  const detail = `${about(path)} ${missing} not as this Keydeck writes them, and missing from the ledger. ${kept(path, folder)}`
  return { kind: 'unread-calls', detail }
}

/** The file itself can't be read. */
export function unreadableNotice(path: string, cause: string, folder: string | null): LedgerNotice {
  const detail = `${about(path)} The file could not be read (${cause}), so that calls of its last moments may be missing from the ledger. ${kept(path, folder)}`
  return { kind: 'unread-calls', detail }
}
