import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { processStart } from './process-start.ts'
import { lockProfile, ProfileHeldError, readHolder } from './profile-lock.ts'

let folder: string
const children = new Set<ChildProcess>()
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydeck-lock-'))
})
afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  children.clear()
  rmSync(folder, { recursive: true, force: true })
})

const take = () => lockProfile({ folder, host: 'headless', now: Date.now() })

/** Another process that takes the lock and keeps it. */
async function startHolder(): Promise<ChildProcess> {
  const source = `
    import { lockProfile } from ${JSON.stringify(join(import.meta.dirname, 'profile-lock.ts'))}
    lockProfile({ folder: ${JSON.stringify(folder)}, host: 'electron', now: Date.now() }).announce('http://127.0.0.1:7420')
    process.stdout.write('held')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.add(child)
  await once(child.stdout, 'data')
  return child
}

function refusal(): ProfileHeldError {
  try {
    take().release()
  } catch (error) {
    if (error instanceof ProfileHeldError) return error
    throw error
  }
  throw new Error('A second process got the profile.')
}

describe('a profile has one core', () => {
  test('so a second process is refused, and told who holds it and where it answers', async () => {
    const child = await startHolder()
    const { message, holder } = refusal()
    expect(holder).toMatchObject({ pid: child.pid, host: 'electron', address: 'http://127.0.0.1:7420' })
    expect(message).toContain(`process ${child.pid}`)
    expect(message).toContain('http://127.0.0.1:7420')
    expect(message).toContain('--data')
  })
  test('so a second core in this very process is refused too', () => {
    const lock = take()
    expect(refusal().holder?.pid).toBe(process.pid)
    lock.release()
    take().release()
  })
  test('F15: a killed holder leaves nothing that has to be cleaned up', async () => {
    const child = await startHolder()
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
    take().release()
  })
  test('C20, F15: a note whose process number was given to another program names nobody', async () => {
    await startHolder()
    const note = join(folder, 'keydeck.lock.json')
    const holder = JSON.parse(readFileSync(note, 'utf8')) as { pid: number }
    writeFileSync(note, JSON.stringify({ ...holder, pid: process.pid }))
    expect(refusal().holder).toBeNull()
    expect(refusal().message).toContain('Another Keydeck')
  })
  test.each(['', '{', 'null', '[]', '{"pid":"1"}', '{"pid":1,"start":"","host":"<b>","since":0,"address":null}'])(
    'a damaged note (%j) neither frees the lock nor stops the message',
    async (text) => {
      await startHolder()
      writeFileSync(join(folder, 'keydeck.lock.json'), text)
      expect(refusal().holder).toBeNull()
    },
  )
  test('both files are readable by this person only', () => {
    const lock = take()
    for (const name of ['keydeck.lock', 'keydeck.lock.json']) {
      expect(statSync(join(folder, name)).mode & 0o777, name).toBe(0o600)
    }
    lock.release()
    expect(readHolder(folder)).toBeNull()
  })
  test('a lock file that was opened to everybody is closed again', () => {
    take().release()
    chmodSync(join(folder, 'keydeck.lock'), 0o666)
    const lock = take()
    expect(statSync(join(folder, 'keydeck.lock')).mode & 0o777).toBe(0o600)
    lock.release()
  })
})

describe('the start of a process', () => {
  test('stays the same, and differs from that of another', async () => {
    const child = await startHolder()
    expect(processStart(process.pid)).toBe(processStart(process.pid))
    expect(processStart(child.pid!)).not.toBe(processStart(process.pid))
  })
  test.each([0, -1, 1.5, Number.NaN, 2 ** 30])('is null for %j, which is no process', (pid) => {
    expect(processStart(pid)).toBeNull()
  })
})
