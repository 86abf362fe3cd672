import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { basename } from 'node:path'

/** The program that listens on a port. */
export interface PortHolder {
  pid: number
  name: string
}

/** For a program of the system's own that tells who listens: nobody waits longer to hear that a port is taken. */
const toolMs = 2_000

/** Who listens on a loopback port, as far as this account may see. Never rejects: null where the system doesn't tell. */
export async function findPortHolder(port: number): Promise<PortHolder | null> {
  try {
    if (process.platform === 'linux') return linuxHolder(port)
    if (process.platform === 'win32') return await windowsHolder(port)
    return readLsof(await run('/usr/sbin/lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc']))
  } catch {
    // What is said then still names the port and what to do.
    return null
  }
}

function linuxHolder(port: number): PortHolder | null {
  const inode = listeningInode(readFileSync('/proc/net/tcp', 'utf8'), port)
  return inode === null ? null : ownerOf(`socket:[${inode}]`)
}

/** The socket that listens on a port, in the words of `/proc/net/tcp`. */
export function listeningInode(table: string, port: number): string | null {
  const hex = port.toString(16).toUpperCase().padStart(4, '0')
  for (const line of table.split('\n').slice(1)) {
    const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/)
    const isHere = local === `0100007F:${hex}` || local === `00000000:${hex}`
    if (isHere && state === '0A') return inode
  }
  return null
}

function ownerOf(socket: string): PortHolder | null {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    if (!linksOf(`/proc/${pid}/fd`).includes(socket)) continue
    return { pid: Number(pid), name: basename(readlinkSync(`/proc/${pid}/exe`)) }
  }
  return null
}

/** Another account's processes can't be looked into, and a descriptor may be gone by now: they are not the answer. */
function linksOf(folder: string): string[] {
  return namesIn(folder).flatMap((name) => {
    try {
      return [readlinkSync(`${folder}/${name}`)]
    } catch {
      return []
    }
  })
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** The first process of `lsof -Fpc`: a line `p` with its id, and one `c` with its name. */
export function readLsof(output: string): PortHolder | null {
  const pid = /^p(\d+)$/m.exec(output)?.[1]
  const name = /^c(.+)$/m.exec(output)?.[1]
  return pid === undefined || name === undefined ? null : { pid: Number(pid), name }
}

async function windowsHolder(port: number): Promise<PortHolder | null> {
  const system = `${process.env['SystemRoot'] ?? 'C:\\Windows'}\\System32`
  const pid = readNetstat(await run(`${system}\\netstat.exe`, ['-ano', '-p', 'TCP']), port)
  if (pid === null) return null
  const listed = await run(`${system}\\tasklist.exe`, ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH'])
  const name = /^"([^"]+)","\d+"/m.exec(listed)?.[1]
  return name === undefined ? null : { pid, name }
}

/** The process that listens on a port, in the words of `netstat -ano`, which are in the system's language. */
export function readNetstat(output: string, port: number): number | null {
  for (const line of output.split('\n')) {
    const [protocol, local, remote, , pid] = line.trim().split(/\s+/)
    const isHere = local === `127.0.0.1:${port}` || local === `0.0.0.0:${port}`
    if (protocol === 'TCP' && isHere && remote === '0.0.0.0:0' && pid !== undefined) return Number(pid)
  }
  return null
}

function run(program: string, parts: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, parts, { timeout: toolMs, windowsHide: true }, (error, stdout) => {
      if (error) reject(error)
      else resolve(stdout)
    })
  })
}
