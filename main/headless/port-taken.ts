import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { basename } from 'node:path'

/** The port can't be had. Keydeck never moves to another by itself: bookmarks would then lead to whoever took this one. */
export class PortTakenError extends Error {
  constructor(port: number, code: string) {
    super(sentence(port, code))
    this.name = 'PortTakenError'
  }
}

function sentence(port: number, code: string): string {
  if (code === 'EACCES') return `This account may not use port ${port}. Choose another with --port N.`
  const holder = process.platform === 'linux' ? holderOf(port) : null
  const who = holder ? `${holder.name} (process ${holder.pid})` : 'another program'
  return `Port ${port} on 127.0.0.1 is held by ${who}. Close it, or choose another port with --port N (0 takes any free one).`
}

/** Who listens on a loopback port, as far as this account may see. */
function holderOf(port: number): { pid: number; name: string } | null {
  try {
    const inode = listeningInode(port)
    return inode === null ? null : ownerOf(`socket:[${inode}]`)
  } catch {
    // Without /proc the sentence still says what happened and what to do.
    return null
  }
}

function listeningInode(port: number): string | null {
  const hex = port.toString(16).toUpperCase().padStart(4, '0')
  for (const line of readFileSync('/proc/net/tcp', 'utf8').split('\n').slice(1)) {
    const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/)
    const isHere = local === `0100007F:${hex}` || local === `00000000:${hex}`
    if (isHere && state === '0A') return inode
  }
  return null
}

function ownerOf(socket: string): { pid: number; name: string } | null {
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
