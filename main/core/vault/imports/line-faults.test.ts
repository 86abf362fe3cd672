import { writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { EnvFileFixture } from '../../../../test/fakes/env-file-fixture.ts'
import { removedLineOrigin, SecretStoreError } from '../secret-store/secret-store.ts'

const TEXT = 'A=1\nYUNXIN_A_KEY=KEY\nB=2\nYUNXIN_B_KEY="KEY" # x\nC=3\n'

let file: EnvFileFixture
beforeEach(() => {
  file = new EnvFileFixture()
})
afterEach(() => file.remove())

it('a store that is locked at the next start is asked once it is unlocked', async () => {
  file.write(TEXT)
  const [line, other] = await file.storeAndRemove()
  file.store.break('before-remove', 'locked')
  await file.imports.confirmRemoved([line?.id ?? ''])
  file.store.state = 'locked'
  await file.restart()
  expect(file.lineRows()).toHaveLength(2)
  file.store.mend()
  file.events.emit({ type: 'secret-store' })
  await file.vault.reconcile()
  expect(file.lineRows().map((row) => row.id)).toEqual([other?.id])
})

it('believes no other store that it holds no line', async () => {
  file.write(TEXT)
  const [line] = await file.storeAndRemove()
  file.store.kind = 'encrypted-file'
  await file.imports.confirmRemoved([line?.id ?? ''])
  expect(file.keptLines()).toHaveLength(2)
  expect(file.lineRows().map((row) => row.state)).toEqual(['forgetting', 'removed'])
})

it('tries a refused removal again by itself', async () => {
  file.write(TEXT)
  const [line] = await file.storeAndRemove()
  file.store.break('before-remove')
  await file.imports.confirmRemoved([line?.id ?? ''])
  file.events.emit({ type: 'secret-store' })
  await file.vault.reconcile()
  file.store.mend()
  file.clock.advance(60_000)
  await file.vault.reconcile()
  expect(file.keptLines()).toHaveLength(1)
})

it('a write that arrives after its deadline is cleared up: its row waited for it', async () => {
  const original = file.write(TEXT)
  const batch = await file.storeKeys()
  file.store.onStep = () => {
    file.store.state = 'timeout'
    throw new SecretStoreError('timeout', 'no_answer')
  }
  await expect(file.imports.removeLines(batch.id, [2])).rejects.toMatchObject({ data: { state: 'timeout' } })
  const [row] = file.lineRows()
  file.store.onStep = () => {}
  file.store.mend()
  await file.store.write({ recordId: row?.id ?? '', origin: removedLineOrigin }, 'late')
  await file.vault.reconcile()
  expect([file.text(), file.lineRows(), file.keptLines()]).toEqual([original, [], []])
})

it('a file that changes while its lines are being kept stays as it is then, and nothing is kept', async () => {
  file.write(TEXT)
  const batch = await file.storeKeys()
  file.store.onStep = () => writeFileSync(file.path, 'MINE=1\n')
  await expect(file.imports.removeLines(batch.id, [2, 4])).rejects.toMatchObject({ data: { reason: 'file_changed' } })
  expect([file.text(), file.files(), file.lineRows(), file.keptLines()]).toEqual(['MINE=1\n', ['.env'], [], []])
})

it('tells nobody a line when the store’s own error carries it', async () => {
  file.write(TEXT)
  const batch = await file.storeKeys()
  const [secret = ''] = file.secrets
  file.store.faults.set('before-write', () => new Error(`cannot store ${secret}`))
  const error: unknown = await file.imports.removeLines(batch.id, [2]).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE' })
  expect(String(error instanceof Error && error.stack) + JSON.stringify([error, file.log.lines])).not.toContain(secret)
})
