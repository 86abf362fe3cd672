import { chmodSync, linkSync, mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EnvFileFixture } from '../../../../test/fakes/env-file-fixture.ts'
import { freshSecret } from '../../../../test/fakes/vault-fixture.ts'

let file: EnvFileFixture
beforeEach(() => {
  file = new EnvFileFixture()
})
afterEach(() => file.remove())

const conflict = (reason: string) => ({ code: 'CONFLICT', data: { reason } })
const invalid = (field: string, reason: string) => ({ code: 'INVALID', data: { field, reason } })
const unlessJoined = (error: unknown) => {
  expect(error).toMatchObject(invalid('lines', 'around_removed'))
  return []
}
const ids = (lines: readonly { id: string }[]) => lines.map((line) => line.id)
const audit = () =>
  file.database
    .all(`SELECT action, key_id, subject, key_mask, detail FROM audit WHERE action LIKE 'env_line%' ORDER BY id`)
    .map((row) => ({ ...row, detail: JSON.parse(String(row['detail'])) }))

describe('taking lines out', () => {
  it('leaves every other byte as it was, and keeps the lines in the secret store alone', async () => {
    file.write('\uFEFF# app\r\nexport YUNXIN_API_KEY="KEY" # main\r\nPORT=3000\n\nYUNXIN_KEY=KEY')
    const removed = await file.storeAndRemove()
    expect(file.text()).toBe('\uFEFF# app\r\nPORT=3000\n\n')
    // Keys of one millisecond have no order.
    const first = file.vault.keys.list().find((key) => key.name === 'Yunxin')
    expect(removed).toMatchObject([
      { path: file.path, line: 2, variable: 'YUNXIN_API_KEY', keyId: first?.id, keyName: 'Yunxin' },
      { path: file.path, line: 5, variable: 'YUNXIN_KEY', keyName: 'Yunxin 2' },
    ])
    expect(file.imports.removedLines()).toEqual(expect.arrayContaining(removed))
    expect(file.keptLines().toSorted()).toEqual(ids(removed).toSorted())
    const database = JSON.stringify(file.database.all('SELECT * FROM removed_line'))
    for (const secret of file.secrets)
      expect(database + JSON.stringify(file.log.lines)).not.toContain(secret.slice(3, -4))
  })

  it('takes a value over several lines whole, and one in a comment', async () => {
    file.write('A=1\nYUNXIN_API_KEY="KEY\n"\nB=2\n  # YUNXIN_KEY=KEY\nC=3\n')
    await file.storeAndRemove()
    expect(file.text()).toBe('A=1\nB=2\nC=3\n')
  })

  it('one after the other, though the first moved the second', async () => {
    file.write('YUNXIN_A_KEY=KEY\nA=1\nYUNXIN_B_KEY=KEY\nB=2\nYUNXIN_C_KEY=KEY\n')
    const batch = await file.storeKeys()
    for (const line of [3, 1, 5]) expect(await file.imports.removeLines(batch.id, [line])).toMatchObject([{ line }])
    expect(file.text()).toBe('A=1\nB=2\n')
    await expect(file.imports.removeLines(batch.id, [3])).rejects.toMatchObject(conflict('not_stored'))
  })

  it('a line that leaves while the secrets move to another store is found in that one', async () => {
    const content = file.write('YUNXIN_API_KEY=KEY\n')
    const batch = await file.storeKeys()
    const removing = file.imports.removeLines(batch.id, [1])
    // It waits for the file by then: no reading of one ends within these.
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
    file.store.kind = 'encrypted-file'
    const [line] = await removing
    await file.imports.putBack(line?.id ?? '')
    expect([file.text(), file.keptLines()]).toEqual([content, []])
  })

  it('only those whose keys the vault has; a key that it had before counts', async () => {
    const content = file.write('YUNXIN_A_KEY=KEY\nYUNXIN_B_KEY=KEY\nA=1\n')
    const [known = ''] = file.secrets
    await file.vault.keys.add({ ...file.newKey({ name: 'Known' }), secret: known })
    const batch = await file.imports.read({ from: 'env-file', path: file.path })
    await expect(file.imports.removeLines(batch.id, [2, 3, 99])).rejects.toMatchObject(conflict('not_stored'))
    expect(file.text()).toBe(content)
    expect(await file.imports.removeLines(batch.id, [1, 1, 2])).toMatchObject([{ line: 1, keyName: 'Known' }])
    expect(file.text()).toBe(content.split('\n').slice(1).join('\n'))
  })

  it('not from pasted text, and not from a batch that is gone', async () => {
    const batch = await file.imports.read({ from: 'text', text: freshSecret() })
    await expect(file.imports.removeLines(batch.id, [1])).rejects.toMatchObject(conflict('not_stored'))
    file.imports.discard(batch.id)
    await expect(file.imports.removeLines(batch.id, [1])).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('keeps the mode, writes behind a link, and leaves the link', async () => {
    file.write('YUNXIN_API_KEY=KEY\nA=1\n')
    chmodSync(file.path, 0o664)
    const link = join(file.home, 'link')
    symlinkSync(file.path, link)
    const batch = await file.imports.read({ from: 'env-file', path: link })
    await file.storeKeys()
    await file.imports.removeLines(batch.id, [1])
    expect(file.text()).toBe('A=1\n')
    expect(statSync(file.path).mode & 0o777).toBe(0o664)
    expect(statSync(link).ino).toBe(statSync(file.path).ino)
    expect(file.files()).toEqual(['.env', 'link'])
  })

  it.each([
    ['changed', () => writeFileSync(file.path, 'A=2\n'), conflict('file_changed')],
    ['is gone', () => rmSync(file.path), invalid('path', 'not_found')],
    ['is a folder now', () => (rmSync(file.path), mkdirSync(file.path)), invalid('path', 'not_a_file')],
    ['has a second name', () => linkSync(file.path, join(file.home, 'other')), conflict('file_has_links')],
    ['would be kept in memory alone', () => (file.store.kind = 'memory'), conflict('memory_store')],
  ])('not from a file that %s: nothing is kept and nothing written', async (_what, change, error) => {
    file.write('YUNXIN_API_KEY=KEY\nA=1\n')
    const batch = await file.storeKeys()
    change()
    const before = file.files()
    await expect(file.imports.removeLines(batch.id, [1])).rejects.toMatchObject(error)
    expect([file.keptLines(), file.lineRows(), file.files()]).toEqual([[], [], before])
  })

  it('a line that no store can keep stays, the others go', async () => {
    file.write(`YUNXIN_A_KEY=KEY # ${'ü'.repeat(300)}\nYUNXIN_B_KEY=KEY # für uns\n`)
    const batch = await file.storeKeys()
    expect(await file.imports.removeLines(batch.id, [1, 2])).toMatchObject([{ line: 2 }])
    expect(file.text()).toMatch(/^YUNXIN_A_KEY=.*\n$/)
    await expect(file.imports.removeLines(batch.id, [1])).rejects.toMatchObject(invalid('lines', 'cannot_be_kept'))
  })

  it('is written down, by key and line', async () => {
    file.write('A=1\nYUNXIN_API_KEY=KEY\n')
    const [removed] = await file.storeAndRemove()
    await file.imports.putBack(removed?.id ?? '')
    const [key] = file.vault.keys.list()
    const detail = { file: '.env', line: '2', variable: 'YUNXIN_API_KEY' }
    const row = { key_id: key?.id, subject: 'Yunxin', key_mask: `yx-••••${key?.last4}`, detail }
    expect(audit()).toEqual([
      { action: 'env_line_removed', ...row },
      { action: 'env_line_put_back', ...row },
    ])
  })
})

describe('putting a line back', () => {
  // Of a file that is empty now.
  const none = { id: '', rows: [] }

  it('restores the file byte by byte, in whatever order lines went and come', async () => {
    const line = fc.constantFrom(
      'A=1\n',
      '\n',
      '# note ü\r\n',
      'YUNXIN_KEY=KEY\n',
      '  export YUNXIN_KEY="KEY" # x\r\n',
      'YUNXIN_KEY="\nKEY"\n',
      '#YUNXIN_KEY=KEY\r',
    )
    const picks = fc.array(fc.nat(), { minLength: 20, maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1, maxLength: 9 }),
        fc.boolean(),
        fc.boolean(),
        picks,
        async (lines, hasMark, isOpen, order) => {
          const text = `${hasMark ? '\uFEFF' : ''}${lines.join('')}`
          const original = file.write(isOpen ? text.replace(/[\r\n]+$/, '') : text)
          if (original === '' || !/yx-/.test(original)) return
          await file.storeKeys()
          const next = (list: { length: number }) => (order.shift() ?? 0) % list.length
          const out: string[] = []
          for (let step = 0; step < 12; step += 1) {
            const isRemoval = out.length === 0 || (order.shift() ?? 0) % 2 === 0
            if (isRemoval) {
              const { id, rows } = await file.imports.read({ from: 'env-file', path: file.path }).catch(() => none)
              if (rows.length === 0) break
              const at = next(rows)
              const taken = rows.slice(at, at + 1 + ((order.shift() ?? 0) % 2)).map((row) => row.line)
              out.push(...ids(await file.imports.removeLines(id, taken).catch(unlessJoined)))
            } else await file.imports.putBack(out.splice(next(out), 1)[0] ?? '')
          }
          for (const id of out) await file.imports.putBack(id)
          expect(file.text()).toBe(original)
          expect([file.keptLines(), file.lineRows(), file.files()]).toEqual([[], [], ['.env']])
          for (const key of file.vault.keys.list()) file.vault.keys.delete(key.id)
        },
      ),
      { numRuns: 15 },
    )
  }, 120_000)

  it('takes no line out whose CR and LF met over one that left before: together they would come back elsewhere', async () => {
    const original = file.write('#YUNXIN_A_KEY=KEY\rYUNXIN_B_KEY=KEY\n\nC=3\n')
    await file.storeKeys()
    const removed = async (line: number) => {
      const { id } = await file.imports.read({ from: 'env-file', path: file.path })
      return file.imports.removeLines(id, [line])
    }
    const [b] = await removed(2)
    await expect(removed(1)).rejects.toMatchObject(invalid('lines', 'around_removed'))
    await file.imports.putBack(b?.id ?? '')
    const [a] = await removed(1)
    await file.imports.putBack(a?.id ?? '')
    expect(file.text()).toBe(original)
  })

  it('what was confirmed meanwhile shifts no other line', async () => {
    file.write('A=1\nYUNXIN_A_KEY=KEY\nB=2\nYUNXIN_B_KEY=KEY\nC=3\nYUNXIN_C_KEY=KEY')
    const [a, b, c] = await file.storeAndRemove()
    const text = (await file.imports.confirmRemoved([a?.id ?? ''])) && file.text()
    expect(text).toBe('A=1\nB=2\nC=3\n')
    await file.imports.putBack(c?.id ?? '')
    await file.imports.putBack(b?.id ?? '')
    expect(file.text()).toMatch(/^A=1\nB=2\nYUNXIN_B_KEY=yx-\w+\nC=3\nYUNXIN_C_KEY=yx-\w+$/)
  })

  it('goes to the end of a file that changed, as a line of its own', async () => {
    file.write('A=1\r\nYUNXIN_A_KEY=KEY\r\nB=2\r\nYUNXIN_B_KEY=KEY')
    const [a, b] = await file.storeAndRemove()
    writeFileSync(file.path, 'A=1\r\nB=2\r\nC=3')
    await file.imports.putBack(b?.id ?? '')
    await file.imports.putBack(a?.id ?? '')
    expect(file.text()).toMatch(/^A=1\r\nB=2\r\nC=3\r\nYUNXIN_B_KEY=yx-\w+\r\nYUNXIN_A_KEY=yx-\w+\r\n$/)
    expect([file.keptLines(), file.lineRows()]).toEqual([[], []])
  })

  it('makes a file anew that is gone, for this person alone', async () => {
    const original = file.write('YUNXIN_API_KEY=KEY\n')
    const [removed] = await file.storeAndRemove()
    rmSync(file.path)
    await file.imports.putBack(removed?.id ?? '')
    expect(file.text()).toBe(original)
    expect(statSync(file.path).mode & 0o777).toBe(0o600)
  })

  it('writes nothing where the line is back already', async () => {
    const original = file.write('YUNXIN_API_KEY=KEY\nA=1\n')
    const [removed] = await file.storeAndRemove()
    const own = `B=2\r\n${original.replace('\n', '\r\n')}`
    writeFileSync(file.path, own)
    expect(await file.imports.putBack(removed?.id ?? '')).toEqual([])
    expect(file.text()).toBe(own)
    expect([file.keptLines(), file.lineRows()]).toEqual([[], []])
  })

  it.each([
    ['the store is locked', () => (file.store.state = 'locked'), { code: 'STORE_UNAVAILABLE' }],
    ['the store fails', () => file.store.break('before-read'), { code: 'STORE_UNAVAILABLE' }],
    ['another store is open', () => (file.store.kind = 'encrypted-file'), { data: { state: 'mismatch' } }],
    ['the store lost it', () => file.store.secrets.clear(), conflict('line_gone')],
    ['the path is a folder', () => (rmSync(file.path), mkdirSync(file.path)), invalid('path', 'not_a_file')],
    ['the folder is gone', () => rmSync(file.home, { recursive: true }), invalid('path', 'not_writable')],
  ])('says so where %s, and the line stays kept', async (_what, spoil, error) => {
    file.write('YUNXIN_API_KEY=KEY\nA=1\n')
    const [removed] = await file.storeAndRemove()
    spoil()
    await expect(file.imports.putBack(removed?.id ?? '')).rejects.toMatchObject(error)
    expect(file.imports.removedLines()).toEqual([removed])
  })

  it('twice at the same time puts it back once', async () => {
    const original = file.write('YUNXIN_API_KEY=KEY\nA=1\n')
    const [removed] = await file.storeAndRemove()
    const both = await Promise.allSettled([1, 2].map(() => file.imports.putBack(removed?.id ?? '')))
    expect(both.map((one) => one.status)).toEqual(['fulfilled', 'rejected'])
    expect(file.text()).toBe(original)
  })
})

describe('confirming', () => {
  it('removes the kept line for good, and asks nothing of what is gone', async () => {
    file.write('YUNXIN_A_KEY=KEY\nYUNXIN_B_KEY=KEY\n')
    const [a, b] = await file.storeAndRemove()
    expect(await file.imports.confirmRemoved([a?.id ?? '', crypto.randomUUID()])).toEqual([b])
    expect(file.keptLines()).toEqual([b?.id])
    expect(await file.imports.confirmRemoved(ids([a!, b!]))).toEqual([])
    expect([file.keptLines(), file.lineRows()]).toEqual([[], []])
    await expect(file.imports.putBack(b?.id ?? '')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
