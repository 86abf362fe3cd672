import { afterEach, beforeEach, expect } from 'vitest'
import { AnsweringDoor } from './answering-door.ts'
import { VaultFixture } from './vault-fixture.ts'

export interface VaultWithKey {
  fixture: VaultFixture
  door: AnsweringDoor
  id: string
  /** Its secret. */
  old: string
}

/** A vault with one key behind a door that answers, new for each test; after each, the store holds no stray secret. */
export function eachWithKey(made: (vault: VaultWithKey) => void): void {
  let fixture: VaultFixture
  beforeEach(async () => {
    fixture = new VaultFixture()
    const door = new AnsweringDoor()
    fixture.door = door
    const { id, secret } = await fixture.add()
    made({ fixture, door, id, old: secret })
  })
  afterEach(async () => {
    await fixture.vault.reconcile()
    expect(fixture.strays()).toEqual([])
    await fixture.remove()
  })
}
