import type { CoreEvent } from '../../../contract/events.ts'
import type { Finding } from '../../../contract/findings.ts'
import type { EventBus } from '../event-bus.ts'
import { notFound } from '../keydeck-error.ts'
import { paced } from '../paced.ts'
import type { Clock } from '../ports.ts'
import type { Database } from '../storage/database.ts'
import { Dismissals } from './dismissals.ts'
import type { Evidence } from './evidence-types.ts'
import { findAll } from './find-all.ts'

/** What the rules of good practice say of the vault now. */
export interface Checkup {
  list(): Finding[]
  /** Answers what is left. A finding that is not there can't be dismissed. */
  dismiss(id: string): Finding[]
  restore(id: string): Finding[]
  close(): void
}

interface CheckupOptions {
  database: Database
  evidence: () => Omit<Evidence, 'now'>
  clock: Clock
  events: EventBus
}

/** Time alone makes findings: a date passes, an hour is over. */
const LOOK_AGAIN_MS = 3_600_000
const TELL_PAUSE_MS = 1_000
const CHANGES: ReadonlySet<CoreEvent['type']> = new Set(['keys', 'environments', 'imports'])

/** Opens the checkup. It tells the page whenever its findings may have changed, and looks at the vault when it is asked. */
export function createCheckup({ database, evidence, clock, events }: CheckupOptions): Checkup {
  const dismissals = new Dismissals(database, clock)
  const tell = paced(clock, TELL_PAUSE_MS, () => events.emit({ type: 'findings' }))
  const stopWatching = events.subscribe(({ type }) => {
    if (CHANGES.has(type)) tell.run()
  })
  let cancelLook = () => {}
  const look = () => {
    tell.run()
    cancelLook = clock.after(LOOK_AGAIN_MS, look)
  }
  look()

  const all = () => findAll({ ...evidence(), now: clock.now() })
  const list = () => {
    const dismissed = dismissals.ids()
    return all().filter((finding) => !dismissed.has(finding.id))
  }
  return {
    list,
    dismiss(id) {
      if (!all().some((finding) => finding.id === id)) throw notFound('finding', id)
      dismissals.add(id)
      tell.run()
      return list()
    },
    restore(id) {
      dismissals.remove(id)
      tell.run()
      return list()
    },
    close() {
      stopWatching()
      tell.cancel()
      cancelLook()
    },
  }
}
