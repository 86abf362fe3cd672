import type { z } from 'zod'
import type { SecretStoreStatus } from '../../../../contract/secret-store.ts'
import type { Door } from '../../door/door-types.ts'
import type { EventBus } from '../../event-bus.ts'
import type { ClipboardReader, Clock, Log } from '../../ports.ts'
import type { EndLog } from '../../storage/end-log.ts'
import type { Environments } from '../environments.ts'
import type { KeyRecords } from '../key-records.ts'
import type { KeyUsage } from '../key-view.ts'
import type { PassportOffice } from '../passport-office.ts'
import type { Providers } from '../providers/providers.ts'
import type { Removals } from '../removals.ts'
import type { SecretWriter } from '../secret-store/secret-store.ts'
import type { SpareRecords } from '../spare-records.ts'
import type { KeyAudit } from './key-audit.ts'
import type { SecretSightings } from './secret-sightings.ts'

/** What the acts of a key's life share. */
export interface KeyParts {
  records: KeyRecords
  spares: SpareRecords
  environments: Environments
  providers: Providers
  passports: PassportOffice
  removals: Removals
  writer: SecretWriter
  storeStatus: () => z.infer<typeof SecretStoreStatus>
  door: () => Door
  clipboard: ClipboardReader
  usageByKey: () => ReadonlyMap<string, KeyUsage>
  fingerprint: (secret: string) => string
  /** Items that are being written right now: their rows are nobody else's. */
  beingWritten: Set<string>
  sightings: SecretSightings
  audit: KeyAudit
  ends: EndLog
  clock: Clock
  log: Log
  events: EventBus
}
