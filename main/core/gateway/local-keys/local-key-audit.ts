import type { AuditAction, AuditActor } from '../../../../contract/audit.ts'
import type { VaultForGateway } from '../../vault/gateway-port.ts'
import { type LocalKeyRecord, maskOf } from './local-key-record.ts'

/** Writes acts on local keys into the audit, with the names of the moment. */
export class LocalKeyAudit {
  readonly #vault: VaultForGateway

  constructor(vault: VaultForGateway) {
    this.#vault = vault
  }

  /** Call it in the transaction of the act. */
  record(
    action: AuditAction,
    record: LocalKeyRecord,
    detail: Readonly<Record<string, string>> = {},
    actor: AuditActor = 'person',
  ): void {
    this.#vault.audit.record({
      action,
      actor,
      keyId: record.id,
      subject: record.name,
      keyMask: maskOf(record),
      environmentName: this.#environmentName(record.environmentId),
      detail,
    })
  }

  /** A local key that was not made: there is only what the person asked for. */
  refusedCreate(input: Pick<LocalKeyRecord, 'name' | 'environmentId'>, error: unknown): void {
    this.#vault.noteRefusal(error, (detail) => {
      const isSecret = detail['reason'] === 'holds_secret'
      this.#vault.audit.record({
        action: 'add_refused',
        // A secret in the wrong field is what was refused here.
        subject: isSecret ? '' : input.name,
        environmentName: this.#environmentName(input.environmentId),
        detail: { what: 'local_key', ...detail },
      })
    })
  }

  /** Something that was refused to one that exists. */
  refused(act: string, record: LocalKeyRecord, error: unknown): void {
    this.#vault.noteRefusal(error, (detail) => this.record('change_refused', record, { act, ...detail }))
  }

  #environmentName(id: string): string {
    return this.#vault.environments().find((environment) => environment.id === id)?.name ?? ''
  }
}
