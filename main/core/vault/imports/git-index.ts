import { readFile, stat } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'

/** A larger index is of a repository that no `.env` file lies in by hand. */
const LARGEST_INDEX = 64 * 1_024 * 1_024
const LARGEST_TEXT = 1_024 * 1_024
/** No system takes a longer path. Version 4 writes each name as a change of the one before: that could go on for ever. */
const LONGEST_NAME = 4_096
const FIXED_PART = 40
const EXTENDED = 0x4000
const NAME_LENGTH = 0x0fff
const LINK_EXTENSION = 'link'

/**
 * Whether git tracks a file, from the index of the repository around it; false where there is none, null where that
 * can't be told. Git itself is not asked: a hostile repository's settings could make it run programs.
 */
export async function isTrackedByGit(path: string): Promise<boolean | null> {
  try {
    const repository = await findRepository(dirname(path))
    if (!repository) return false
    const index = await readIfThere(join(repository.gitFolder, 'index'), LARGEST_INDEX)
    if (!index) return false
    const name = relative(repository.root, path).split(sep).join('/')
    return holdsName(index, name, await hashLength(repository.gitFolder))
  } catch {
    return null
  }
}

async function findRepository(folder: string): Promise<{ root: string; gitFolder: string } | null> {
  for (let root = folder; ; root = dirname(root)) {
    const dotGit = join(root, '.git')
    const stats = await stat(dotGit).catch(() => null)
    if (stats?.isDirectory()) return { root, gitFolder: dotGit }
    // A worktree or a submodule names its folder in a file.
    const named = stats && /^gitdir: (.+)$/m.exec(String(await readIfThere(dotGit, LARGEST_TEXT)))?.[1]
    if (named) return { root, gitFolder: resolve(root, refuseNetwork(named.trim())) }
    if (root === dirname(root)) return null
  }
}

/** Repositories with SHA-256 say so in their config, a worktree's in the one that it shares. */
async function hashLength(gitFolder: string): Promise<number> {
  const common = refuseNetwork(String((await readIfThere(join(gitFolder, 'commondir'), LARGEST_TEXT)) ?? '.').trim())
  const config = String(await readIfThere(join(resolve(gitFolder, common), 'config'), LARGEST_TEXT))
  return /^[ \t]*objectformat[ \t]*=[ \t]*"?sha256/im.test(config) ? 32 : 20
}

/** Windows signs in to a machine whose share a path names: a hostile repository would learn who asks. */
function refuseNetwork(path: string): string {
  if (/^[\\/]{2}/.test(path)) throw new Error('not on this machine')
  return path
}

/** Throws where it is no plain file, or a file of a size that it can't have in earnest. */
async function readIfThere(path: string, most: number): Promise<Buffer | null> {
  const stats = await stat(path).catch(() => null)
  if (!stats) return null
  if (!stats.isFile() || stats.size > most) throw new Error('not a file of git’s')
  return await readFile(path)
}

/** See git's own `gitformat-index`. Throws where the bytes are no index, or a part of it lies elsewhere. */
function holdsName(index: Buffer, name: string, hash: number): boolean {
  const version = index.readUInt32BE(4)
  if (index.toString('latin1', 0, 4) !== 'DIRC' || version < 2 || version > 4) throw new Error('no index')
  const wanted = Buffer.from(name)
  let at = 12
  let previous: Buffer = Buffer.alloc(0)
  for (let left = index.readUInt32BE(8); left > 0; left -= 1) {
    const flags = index.readUInt16BE(at + FIXED_PART + hash)
    const start = at + FIXED_PART + hash + 2 + (version >= 3 && flags & EXTENDED ? 2 : 0)
    const entry = version === 4 ? readShared(index, start, previous) : readName(index, start, at, flags)
    if (entry.name.length > LONGEST_NAME) throw new Error('no index')
    if (entry.name.equals(wanted)) return true
    // A folder of a sparse checkout stands for all that is in it.
    if (entry.name.at(-1) === 0x2f && wanted.subarray(0, entry.name.length).equals(entry.name)) return true
    previous = entry.name
    at = entry.next
  }
  if (hasLink(index, at, hash)) throw new Error('split index')
  return false
}

interface Entry {
  name: Buffer
  next: number
}

/** A whole name, its entry filled up to a multiple of eight with at least one zero. */
function readName(index: Buffer, start: number, entry: number, flags: number): Entry {
  const end = endOfName(index, start)
  if ((flags & NAME_LENGTH) !== Math.min(end - start, NAME_LENGTH)) throw new Error('no index')
  return { name: index.subarray(start, end), next: entry + Math.ceil((end + 1 - entry) / 8) * 8 }
}

/** Version 4: how much to cut from the name before, then what comes instead. */
function readShared(index: Buffer, start: number, previous: Buffer): Entry {
  let at = start
  let byte = index.readUInt8(at)
  let cut = byte & 0x7f
  while (byte & 0x80) {
    at += 1
    byte = index.readUInt8(at)
    cut = (cut + 1) * 128 + (byte & 0x7f)
  }
  const end = endOfName(index, at + 1)
  if (cut > previous.length) throw new Error('no index')
  const kept = previous.subarray(0, previous.length - cut)
  return { name: Buffer.concat([kept, index.subarray(at + 1, end)]), next: end + 1 }
}

function endOfName(index: Buffer, start: number): number {
  const end = index.indexOf(0, start)
  if (end < 0) throw new Error('no index')
  return end
}

/** Whether most of the names stand in another file. */
function hasLink(index: Buffer, start: number, hash: number): boolean {
  for (let at = start; at + 8 <= index.length - hash; ) {
    if (index.toString('latin1', at, at + 4) === LINK_EXTENSION) return true
    at += 8 + index.readUInt32BE(at + 4)
  }
  return false
}
