import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, vi } from 'vitest'
import type { StoreMoveProgress } from '../../contract/secret-store.ts'
import type { KeyDerivation } from '../../main/core/vault/sealing/passphrase-key.ts'
import type { SecretRef } from '../../main/core/vault/secret-store/secret-store.ts'
import type { SecretStoreAdmin } from '../../main/core/vault/secret-store/secret-store-manager.ts'
import type { PersistentKind } from '../../main/core/vault/secret-store/store-state.ts'
import { FakeKeychain } from '../secret-service/fake-keychain.ts'
import { ManualClock } from './manual-clock.ts'
import { fillStore, kindsOfRows, openStoreProfile, type StoreProfile } from './store-profile.ts'

export const passphrase = 'a passphrase of some length'

/** The other of the two stores between which things move. */
export const otherKind = (kind: PersistentKind): PersistentKind =>
  kind === 'os-keychain' ? 'encrypted-file' : 'os-keychain'

/** What `move` is told to go there. */
export const choiceOf = (kind: PersistentKind) =>
  kind === 'encrypted-file' ? ({ kind, passphrase } as const) : ({ kind } as const)

/** In scrypt's place where thousands of files are opened: everything but its cost is as it is. */
export async function cheapKeys(passphrase: string, { salt }: KeyDerivation, uses: readonly string[]) {
  return uses.map((use) => createHash('sha256').update(`${passphrase}\0${salt}\0${use}`).digest())
}

/** A profile with a real database, a real file and a keychain at the worker's port, and what a person does with it. */
export class MoveFixture {
  readonly folder = mkdtempSync(join(tmpdir(), 'keydeck-move-'))
  readonly keychain = new FakeKeychain()
  readonly clock = new ManualClock()
  aroundSave: (save: () => void) => void = (save) => save()
  #profile: StoreProfile | undefined

  get profile(): StoreProfile {
    if (!this.#profile) throw new Error('The profile is not open.')
    return this.#profile
  }

  get admin(): SecretStoreAdmin {
    return this.profile.manager.admin
  }

  /** A profile whose secrets lie in `kind`. */
  async filled(kind: PersistentKind): Promise<Map<SecretRef, string>> {
    await this.open()
    const held = await fillStore(this.profile)
    if (kind === 'encrypted-file') await this.moveTo(kind)
    expect(this.admin.status()).toMatchObject({ kind, state: 'ready', interruptedMove: null })
    return held
  }

  async open(): Promise<void> {
    const { folder, clock, keychain } = this
    const aroundSave = (save: () => void) => this.aroundSave(save)
    this.#profile = openStoreProfile({ folder, clock, launchKeychain: keychain.launch, aroundSave })
    await this.admin.start()
  }

  /** Ends the process, in effect, and starts the next one; a person types the passphrase where it is asked for. */
  async restart(typed = passphrase): Promise<void> {
    await this.profile.close()
    await this.open()
    if (this.admin.status().kind === 'encrypted-file') await this.admin.unlock(typed)
    await this.settled()
  }

  /** Until what runs in the background has come to its end. */
  async settled(): Promise<void> {
    const isRunning = () => this.admin.status().interruptedMove?.running ?? false
    await vi.waitFor(() => expect(isRunning()).toBe(false), { interval: 1 })
  }

  async moveTo(kind: PersistentKind): Promise<StoreMoveProgress[]> {
    const told: StoreMoveProgress[] = []
    for await (const progress of await this.admin.move(choiceOf(kind))) told.push(progress)
    return told
  }

  /** Whatever happened: one store is in charge, every row says so, and every secret is read from it. */
  async expectWhole(held: ReadonlyMap<SecretRef, string>, hint = ''): Promise<void> {
    const { kind, state } = this.admin.status()
    expect(state, hint).toBe('ready')
    expect(kindsOfRows(this.profile.database), hint).toEqual([kind])
    for (const [ref, secret] of held) expect(await this.profile.manager.reader.read(ref), hint).toBe(secret)
  }

  /** Nothing lies in the other store. */
  expectNoOrphan(hint = ''): void {
    if (this.admin.status().kind === 'os-keychain') return expect(this.files(), hint).toEqual([])
    expect([...this.keychain.items.keys()], hint).toEqual([])
    expect(this.files(), hint).toEqual(['secrets.keydeck'])
  }

  /** What lies beside and in place of the encrypted file. */
  files(): string[] {
    const secrets = join(this.folder, 'secrets')
    return existsSync(secrets) ? readdirSync(secrets) : []
  }

  /** No file of the profile holds one of these in plain. */
  expectNoPlainText(held: ReadonlyMap<SecretRef, string>): void {
    for (const name of readdirSync(this.folder, { recursive: true, encoding: 'utf8' })) {
      const path = join(this.folder, name)
      const bytes = statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path) : Buffer.of()
      for (const secret of held.values()) expect(bytes.includes(secret), name).toBe(false)
    }
  }

  async remove(): Promise<void> {
    await this.#profile?.close()
    rmSync(this.folder, { recursive: true, force: true })
  }
}
