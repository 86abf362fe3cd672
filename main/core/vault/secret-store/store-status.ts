import type { SecretStoreReason, SecretStoreStatus } from '../../../../contract/secret-store.ts'
import type { Log } from '../../ports.ts'
import { SecretStoreError } from './secret-store.ts'

/** The status that the page shows, told on only where it changed. */
export class StatusKeeper {
  readonly #log: Log
  readonly #onChange: (status: SecretStoreStatus) => void
  #status: SecretStoreStatus = {
    kind: null,
    state: 'checking',
    reason: 'none',
    place: '',
    keychainAvailable: false,
    sentinelReadAt: null,
    interruptedMove: null,
  }

  constructor(log: Log, onChange: (status: SecretStoreStatus) => void) {
    this.#log = log
    this.#onChange = onChange
  }

  get current(): SecretStoreStatus {
    return this.#status
  }

  update(change: Partial<SecretStoreStatus>): SecretStoreStatus {
    const before = this.#status
    this.#status = { ...before, ...change }
    const { kind, state, reason } = this.#status
    if (kind !== before.kind || state !== before.state || reason !== before.reason)
      this.#log.info('secret_store', { kind, state, reason })
    if (JSON.stringify(this.#status) !== JSON.stringify(before)) this.#onChange(this.#status)
    return this.#status
  }

  /** Takes over what a failed call said of the store. */
  fail(error: SecretStoreError): SecretStoreStatus {
    return this.update({ state: error.state, reason: error.reason })
  }

  /** Says that the store answers, but isn't the one that held these secrets. */
  mismatch(reason: SecretStoreReason): SecretStoreStatus {
    return this.update({ state: 'mismatch', reason })
  }

  /** The error of a call that isn't made, because of the state. */
  error(): SecretStoreError {
    return new SecretStoreError(this.#status.state, this.#status.reason)
  }
}
