import type { z } from 'zod'
import type { SecretStoreKind, SecretStoreStatus } from '../../contract/secret-store.ts'
import {
  OriginMismatchError,
  type RemovedLineReader,
  removedLineOrigin,
  type SecretExporter,
  type SecretRef,
  SecretStoreError,
  type SecretWriter,
} from '../../main/core/vault/secret-store/secret-store.ts'

/** Where a step of the store goes wrong: before it does anything, or after it did it and before it says so. */
export type StoreFault = 'before-write' | 'after-write' | 'before-remove' | 'after-remove' | 'before-read'

/** A secret store at the port: keeps what it is given, and fails where the test says. */
export class FaultyStore implements SecretWriter, SecretExporter, RemovedLineReader {
  readonly secrets = new Map<string, string>()
  /** What each secret is bound to. */
  readonly origins = new Map<string, string>()
  readonly faults = new Map<StoreFault, () => Error>()
  kind: z.infer<typeof SecretStoreKind> = 'os-keychain'
  state: z.infer<typeof SecretStoreStatus>['state'] = 'ready'
  reason: z.infer<typeof SecretStoreStatus>['reason'] = 'none'
  /** Called before each step, for tests that act in between. */
  onStep: (step: 'write' | 'remove') => Promise<void> | void = () => {}

  async write(ref: SecretRef, secret: string): Promise<void> {
    await this.onStep('write')
    this.#fail('before-write')
    this.secrets.set(ref.recordId, secret)
    this.origins.set(ref.recordId, ref.origin)
    this.#fail('after-write')
  }

  async remove(ref: SecretRef): Promise<void> {
    await this.onStep('remove')
    this.#fail('before-remove')
    this.secrets.delete(ref.recordId)
    this.origins.delete(ref.recordId)
    this.#fail('after-remove')
  }

  async read(ref: SecretRef): Promise<string | null> {
    this.#fail('before-read')
    const secret = this.secrets.get(ref.recordId) ?? null
    if (secret !== null && this.origins.get(ref.recordId) !== ref.origin) throw new OriginMismatchError(ref.recordId)
    return secret
  }

  readRemovedLine(id: string): Promise<string | null> {
    return this.read({ recordId: id, origin: removedLineOrigin })
  }

  async readForExport(ref: SecretRef): Promise<string | null> {
    this.#fail('before-read')
    return this.read(ref)
  }

  /** From now on this step fails as a store that went away would. */
  break(fault: StoreFault, state: 'locked' | 'unavailable' | 'timeout' = 'unavailable'): void {
    this.faults.set(fault, () => new SecretStoreError(state, 'no_answer'))
  }

  mend(): void {
    this.faults.clear()
    this.state = 'ready'
    this.reason = 'none'
  }

  status(): z.infer<typeof SecretStoreStatus> {
    return {
      kind: this.kind,
      state: this.state,
      reason: this.reason,
      place: 'Secret Service',
      keychainAvailable: true,
      sentinelReadAt: null,
      interruptedMove: null,
    }
  }

  #fail(fault: StoreFault): void {
    const error = this.faults.get(fault)
    if (error) throw error()
  }
}
