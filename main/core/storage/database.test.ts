import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Database } from './database.ts'

const FULL = 2
const NORMAL = 1

let folder: string
let database: Database
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydeck-database-'))
  database = new Database(join(folder, 'keydeck.db'))
  database.write(() => database.script('CREATE TABLE note (text TEXT)'))
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true, force: true })
})

const note = () => database.run(`INSERT INTO note VALUES ('x')`)
const synchronous = () => database.get('PRAGMA synchronous')?.['synchronous']

test('a setting that is saved after a call was recorded would not outlive a power cut', () => {
  database.write(note, 'process')
  expect(synchronous()).toBe(NORMAL)
  database.write(note)
  expect(synchronous()).toBe(FULL)
  database.write(note, 'process')
  note()
  expect(synchronous()).toBe(FULL)
})

test('a call that is recorded inside another write would take its power-cut safety away', () => {
  database.write(() => database.write(note, 'process'))
  expect(synchronous()).toBe(FULL)
})
