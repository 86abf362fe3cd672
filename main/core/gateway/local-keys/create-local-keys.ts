import { errorKind } from '../../error-kind.ts'
import type { EventBus } from '../../event-bus.ts'
import { notFound } from '../../keydeck-error.ts'
import type { Clock, Log } from '../../ports.ts'
import type { Database } from '../../storage/database.ts'
import type { EndLog } from '../../storage/end-log.ts'
import type { VaultForGateway } from '../../vault/gateway-port.ts'
import type { Gateway, LocalKeyring, LocalKeys } from '../gateway-types.ts'
import { LocalKeyChanging } from './changing.ts'
import { LocalKeyCreating } from './creating.ts'
import { LocalKeyDeleting } from './deleting.ts'
import { LocalKeyAudit } from './local-key-audit.ts'
import { LocalKeyEnds } from './local-key-ends.ts'
import type { LocalKeyParts } from './local-key-parts.ts'
import { LocalKeyRecords } from './local-key-records.ts'
import { LocalKeyRegister } from './local-key-register.ts'
import { LocalKeyUses } from './local-key-uses.ts'
import { localKeyring } from './local-keyring.ts'
import { ModelListing } from './model-listing.ts'
import { ModelRouting } from './model-routing.ts'
import { LocalKeyRegenerating } from './regenerating.ts'
import { RequestLimits } from './request-limits.ts'
import { LocalKeyRevoking } from './revoking.ts'
import { VaultModels } from './vault-models.ts'
import { type LocalKeyUsage, LocalKeyViewing } from './viewing.ts'

/** What local keys need of the core. */
export interface LocalKeysOptions {
  database: Database
  ends: EndLog
  vault: VaultForGateway
  usage: LocalKeyUsage
  /** A ticket by which a text that was just made can be copied. */
  issue: (text: string) => string
  clock: Clock
  log: Log
  events: EventBus
}

/** Local keys: for the page, for the server, and for the vault. */
export interface LocalKeysDomain {
  readonly localKeys: LocalKeys
  readonly keyring: LocalKeyring
  readonly localKeysIn: Gateway['localKeysIn']
  /** Writes the uses that wait. */
  close(): void
}

/** Reads every local key into memory, and puts the acts together. */
export function createLocalKeys(options: LocalKeysOptions): LocalKeysDomain {
  const { database, vault, usage, clock, log, events } = options
  const records = new LocalKeyRecords(database, log)
  const audit = new LocalKeyAudit(vault)
  const ends = new LocalKeyEnds({ endLog: options.ends, records, audit, log })
  const known = ends.bringUp(records.all(), records.former())
  const register = new LocalKeyRegister(clock, known.records, known.former)
  const uses = new LocalKeyUses({ records, clock, log })
  const limits = new RequestLimits(clock)
  const models = new VaultModels({ vault, events, clock, log })
  const viewing = new LocalKeyViewing({ vault, usage, uses, limits, clock })
  const listing = new ModelListing(models)
  const watchers = new Set<(id: string) => void>()
  const parts: LocalKeyParts = {
    records,
    register,
    ends,
    vault,
    audit,
    view: (record) => viewing.view(record),
    issue: options.issue,
    ended(id) {
      for (const watcher of watchers) tell(watcher, id, log)
    },
    changed: (id) => events.emit({ type: 'gateway', id }),
    clock,
  }
  const deleting = new LocalKeyDeleting(parts, {
    log,
    onRemoved(id) {
      uses.forget(id)
      limits.forget(id)
    },
  })
  const creating = new LocalKeyCreating(parts)
  const changing = new LocalKeyChanging(parts)
  const regenerating = new LocalKeyRegenerating(parts)
  const revoking = new LocalKeyRevoking(parts)
  return {
    localKeys: {
      list: () => register.list().map((record) => viewing.view(record)),
      unreadable: () => records.unreadable,
      create: (input) => creating.create(input),
      update: (id, changes) => changing.update(id, changes),
      regenerate: (id) => regenerating.regenerate(id),
      revoke: (id) => revoking.revoke(id),
      delete: (id) => deleting.delete(id),
      restore: (id) => deleting.restore(id),
      async models(id) {
        const record = register.find(id)
        if (!record) throw notFound('local_key', id)
        return listing.list(record)
      },
    },
    keyring: localKeyring({
      register,
      routing: new ModelRouting(models),
      listing,
      limits,
      uses,
      spending: usage.spending,
      onEnded(watcher) {
        watchers.add(watcher)
        return () => watchers.delete(watcher)
      },
    }),
    localKeysIn: (environmentId) =>
      register
        .list()
        .filter((record) => record.environmentId === environmentId && record.revokedAt === null)
        .map(({ name }) => name),
    close() {
      deleting.close()
      models.close()
      uses.save()
    },
  }
}

/** What ended has ended, whatever one that was told makes of it. */
function tell(watcher: (id: string) => void, id: string, log: Log): void {
  try {
    watcher(id)
  } catch (error) {
    log.error('local-key.end-not-heard', { id, kind: errorKind(error) })
  }
}
