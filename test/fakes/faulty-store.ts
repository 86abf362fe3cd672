import { join } from 'node:path'
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
import { FolderMap } from './folder-map.ts'

/** Where a step of the store goes wrong: before it does anything, or after it did it and before it says so. */
export type StoreFault = 'before-write' | 'after-write' | 'before-remove' | 'after-remove' | 'before-read'

/** A secret store at the port: keeps what it is given, and fails where the test says. */
export class FaultyStore implements SecretWriter, SecretExporter, RemovedLineReader {
  readonly secrets: Map<string, string>
  /** What each secret is bound to. */
  readonly origins: Map<string, string>
  readonly faults = new Map<StoreFault, () => Error>()
  kind: z.infer<typeof SecretStoreKind> = 'os-keychain'
  state: z.infer<typeof SecretStoreStatus>['state'] = 'ready'
  reason: z.infer<typeof SecretStoreStatus>['reason'] = 'none'
  /** Called before each step, for tests that act in between, with what the step is about to do. */
  onStep: (step: 'write' | 'remove', act: () => void) => Promise<void> | void = () => {}
  /** Called after each step that did its work, before it says so. */
  onStepDone: (step: 'write' | 'remove', act: () => void, recordId: string) => void = () => {}

  /** Keeps everything in memory, or one file a secret under `folder`. */
  constructor(folder?: string) {
    this.secrets = folder === undefined ? new Map() : new FolderMap(join(folder, 'secrets'))
    this.origins = folder === undefined ? new Map() : new FolderMap(join(folder, 'origins'))
  }

  async write(ref: SecretRef, secret: string): Promise<void> {
    const act = () => {
      this.origins.set(ref.recordId, ref.origin)
      this.secrets.set(ref.recordId, secret)
    }
    await this.onStep('write', act)
    this.#fail('before-write')
    act()
    this.onStepDone('write', act, ref.recordId)
    this.#fail('after-write')
  }

  async remove(ref: SecretRef): Promise<void> {
    const act = () => {
      this.secrets.delete(ref.recordId)
      this.origins.delete(ref.recordId)
    }
    await this.onStep('remove', act)
    this.#fail('before-remove')
    act()
    this.onStepDone('remove', act, ref.recordId)
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
