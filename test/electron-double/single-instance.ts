import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What a second start tells the first. */
export interface SecondInstance {
  argv: string[]
  workingDirectory: string
}

/** A socket's name is limited to about a hundred characters, so the folder's path is hashed into it. */
const socketOf = (folder: string) =>
  join(tmpdir(), `electron-double-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}.sock`)

/**
 * Takes the folder's lock, or tells its holder about this start. Both are done when it returns, as in Electron: the
 * caller may quit at once.
 */
export function takeInstanceLock(folder: string, onSecond: (second: SecondInstance) => void): boolean {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'SingletonLock')
  if (!createLock(path)) {
    if (isHeld(path)) {
      tellHolder(socketOf(folder))
      return false
    }
    rmSync(path, { force: true })
    if (!createLock(path)) return false
  }
  const socket = socketOf(folder)
  rmSync(socket, { force: true })
  const server = createServer((connection) => {
    let text = ''
    connection.setEncoding('utf8').on('data', (chunk) => {
      text += chunk
    })
    connection.on('end', () => onSecond(JSON.parse(text) as SecondInstance))
  })
  server.listen(socket).unref()
  process.on('exit', () => {
    rmSync(path, { force: true })
    rmSync(socket, { force: true })
  })
  return true
}

function createLock(path: string): boolean {
  try {
    const file = openSync(path, 'wx')
    writeSync(file, String(process.pid))
    closeSync(file)
    return true
  } catch {
    return false
  }
}

function isHeld(path: string): boolean {
  try {
    process.kill(Number(readFileSync(path, 'utf8')), 0)
    return true
  } catch {
    return false
  }
}

/** Runs in a process of its own, because Node has no socket that waits. */
const teller = `
const { connect } = require('node:net')
const text = require('node:fs').readFileSync(0, 'utf8')
const deadline = Date.now() + 5000
const attempt = () => connect(process.argv[1]).on('error', () => Date.now() < deadline ? setTimeout(attempt, 20) : process.exit(1)).end(text)
attempt()`

function tellHolder(socket: string): void {
  const second: SecondInstance = { argv: [...process.argv], workingDirectory: process.cwd() }
  spawnSync(process.execPath, ['-e', teller, socket], { input: JSON.stringify(second) })
}
