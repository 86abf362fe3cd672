import type { AuditAction, AuditActor } from '../../../../contract/audit.ts'
import { errorKind } from '../../error-kind.ts'
import { KeydeckError } from '../../keydeck-error.ts'
import type { Log } from '../../ports.ts'
import type { Audit } from '../audit/audit-log.ts'
import type { Environments } from '../environments.ts'
import type { KeyRecord } from '../key-record.ts'
import type { Providers } from '../providers/providers.ts'
import { maskText, type SecretMask } from '../secret-mask.ts'

/** What a row says of a key, as far as there is one yet. */
type Subject = Pick<KeyRecord, 'name' | 'environmentId' | 'providerId'> & { id: string | null; mask: string }

interface Extra {
  detail?: Readonly<Record<string, string>>
  actor?: AuditActor
  /** Where the row is about another secret than the one in use. */
  mask?: SecretMask
}

/** Writes acts on keys into the audit, with the names of the moment. */
export class KeyAudit {
  readonly #audit: Audit
  readonly #environments: Environments
  readonly #providers: Providers
  readonly #log: Log

  constructor(options: { audit: Audit; environments: Environments; providers: Providers; log: Log }) {
    this.#audit = options.audit
    this.#environments = options.environments
    this.#providers = options.providers
    this.#log = options.log
  }

  /** Call it in the transaction of the act. */
  record(action: AuditAction, record: KeyRecord, extra: Extra = {}): void {
    const mask = extra.mask ? maskText(extra.mask, true) : maskText(record, record.fingerprint !== '')
    this.#write(action, { ...record, mask }, extra)
  }

  /** An add that was refused: there is no key to name, only what the person asked for. */
  refusedAdd(input: Pick<KeyRecord, 'name' | 'environmentId' | 'providerId'>, error: unknown): void {
    this.#refuse(error, (detail) => {
      // A secret in the wrong field is what was refused here.
      const name = detail['reason'] === 'holds_secret' ? '' : input.name
      this.#write('add_refused', { ...input, name, id: null, mask: '' }, { detail })
    })
  }

  /** Something that was refused to a key that exists. */
  refused(act: string, record: KeyRecord, error: unknown): void {
    this.#refuse(error, (detail) => this.record('change_refused', record, { detail: { act, ...detail } }))
  }

  #refuse(error: unknown, write: (detail: Record<string, string>) => void): void {
    recordRefusal(error, this.#log, write)
  }

  #write(action: AuditAction, subject: Subject, { detail, actor }: Extra): void {
    this.#audit.record({
      action,
      keyId: subject.id,
      subject: subject.name,
      keyMask: subject.mask,
      environmentName: nameOr(() => this.#environments.get(subject.environmentId).name),
      providerName: nameOr(() => this.#providers.get(subject.providerId).name),
      ...(detail ? { detail } : {}),
      ...(actor ? { actor } : {}),
    })
  }
}

/** Writes down what was refused on purpose. One that can't be written down is still what the person must hear. */
export function recordRefusal(error: unknown, log: Log, write: (detail: Record<string, string>) => void): void {
  const detail = refusalDetail(error)
  if (!detail) return
  try {
    write(detail)
  } catch (failure) {
    log.error('audit.refusal-not-recorded', { kind: errorKind(failure) })
  }
}

/** An environment or a provider that is gone, or can't be read, must not keep an act from being written down. */
function nameOr(read: () => string): string {
  try {
    return read()
  } catch {
    return ''
  }
}

/** Codes only, and only of what was refused on purpose: a bug's words could hold anything. */
function refusalDetail(error: unknown): Record<string, string> | null {
  if (!(error instanceof KeydeckError)) return null
  const detail: Record<string, string> = { code: error.code }
  if ('reason' in error.data) detail['reason'] = error.data.reason
  if ('field' in error.data) detail['field'] = error.data.field
  if ('what' in error.data) detail['what'] = error.data.what
  return detail
}
