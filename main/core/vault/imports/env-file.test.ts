import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { personFolder } from '../../../../test/fakes/person-folder.ts'
import { VaultFixture } from '../../../../test/fakes/vault-fixture.ts'

let fixture: VaultFixture
let folder: string
beforeEach(() => {
  fixture = new VaultFixture()
  folder = personFolder()
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await fixture.remove()
  rmSync(folder, { recursive: true, force: true })
})

const random = () => crypto.randomUUID().replaceAll('-', '')
const openai = () => ['sk', 'proj', random()].join('-')
const at = (name: string) => join(folder, name)
const readPath = (path: string) => fixture.vault.imports.read({ from: 'env-file', path })

/** Writes a `.env` file and reads it back as the core does. */
function read(content: string | Buffer, name = '.env') {
  writeFileSync(at(name), content)
  return readPath(at(name))
}

const refused = (reason: string) => ({ code: 'INVALID', data: { field: 'path', reason } })

describe('F1: the keys in a .env file', () => {
  it('are named by line, and everything else is left alone', async () => {
    const [one, two, three, four] = [openai(), openai(), random(), openai()]
    const batch = await read(
      [
        '\uFEFF# a service',
        'PORT=3000',
        `export OPENAI_API_KEY="${one}"`,
        'DATABASE_URL=postgres://me:secret@localhost/shop',
        '',
        `OPENAI_API_KEY_STAGING='${two}' # the old one`,
        `MISTRAL_API_KEY=${three}`,
        `# OPENAI_API_KEY_OLD=${four}`,
        'EMPTY_API_KEY=',
        `GIT_SHA=${random()}`,
        'just words',
      ].join('\r\n'),
    )
    expect(batch.rows).toMatchObject([
      { line: 3, variable: 'OPENAI_API_KEY', suggestedName: 'OpenAI', masked: `sk-••••${one.slice(-4)}`, problems: [] },
      { line: 6, variable: 'OPENAI_API_KEY_STAGING', suggestedName: 'OpenAI staging', problems: [] },
      { line: 7, variable: 'MISTRAL_API_KEY', providerId: fixture.provider('mistral').id },
      { line: 8, variable: 'OPENAI_API_KEY_OLD', problems: [{ kind: 'commented_out' }] },
    ])
    expect(batch.otherLines).toBe(6)
  })

  it('over several lines in quotes, are counted from the first of them', async () => {
    const key = openai()
    const { rows } = await read(`NOTE="one\ntwo"\nOPENAI_API_KEY="${key}\n"\n`)
    expect(rows).toMatchObject([{ line: 3, problems: [], masked: `sk-••••${key.slice(-4)}` }])
    expect(rows[0]?.notes).toContain('newlines_removed')
  })

  it('set twice: the one that programs don’t take is told', async () => {
    const { rows } = await read(`OPENAI_API_KEY=${openai()}\n#OPENAI_API_KEY=${openai()}\nOPENAI_API_KEY=${openai()}\n`)
    expect(rows.map((row) => row.problems)).toEqual([[{ kind: 'set_again', line: 3 }], [{ kind: 'commented_out' }], []])
  })

  it.each([
    ['refers_to_variable', 'OPENAI_API_KEY=${SHARED_KEY}'],
    ['refers_to_variable', 'OPENAI_API_KEY="$SHARED_KEY"'],
    ['unclear_end', `OPENAI_API_KEY=sk-abcdefgh12345678#old`],
    ['placeholder', 'OPENAI_API_KEY=<your key>'],
    ['inner_space', 'OPENAI_API_KEY="sk-abcdefgh 12345678"'],
  ])('that can’t be stored are refused by row, as %s', async (reason, line) => {
    expect((await read(line)).rows).toMatchObject([{ masked: '', problems: [{ kind: 'refused', reason }] }])
  })

  it('alone on a line are found by their beginning, in a comment too', async () => {
    expect((await read(`${openai()}\n# ${openai()}\n${random()}\n`)).rows).toMatchObject([{ line: 1 }, { line: 2 }])
  })

  it('tell the environment by the file’s name', async () => {
    expect((await read(`OPENAI_API_KEY=${openai()}`, '.env.production')).rows[0]?.suggestedName).toBe(
      'OpenAI production',
    )
  })

  it('leave nothing of themselves with the page or the log', async () => {
    const key = openai()
    const { rows, ...rest } = await read(`OPENAI_API_KEY=${key}\n${key}=x\nX_KEY=${key} # ${key}\n`)
    expect(rows).toHaveLength(2)
    expect(JSON.stringify([rows, rest, fixture.log.lines])).not.toContain(key.slice(3, -4))
  })
})

describe('F1: a file that can’t be read is refused with the reason', () => {
  it.each([
    ['empty', ''],
    ['binary', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 3, 65, 66, 67, 68])],
    ['binary', Buffer.from('\u0001\u0002\u0003\u0004'.repeat(20))],
    ['utf_16', Buffer.from('\uFEFFOPENAI_API_KEY=x', 'utf16le')],
    ['utf_16', Buffer.from('OPENAI_API_KEY=x', 'utf16le')],
    ['utf_16', Buffer.from('\uFEFFA=x', 'utf16le').swap16()],
  ])('%s', async (reason, content) => {
    await expect(read(content)).rejects.toMatchObject(refused(reason))
  })

  it('100 MB, without reading it', async () => {
    writeFileSync(at('big'), 'A=1')
    truncateSync(at('big'), 100 * 1_024 * 1_024)
    const before = process.memoryUsage().arrayBuffers
    await expect(readPath(at('big'))).rejects.toMatchObject(refused('too_large'))
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50 * 1_024 * 1_024)
  })

  it('a folder, a pipe that nobody writes to, a device, a socket', async () => {
    execFileSync('sh', ['-c', 'mkfifo "$0"', at('pipe')])
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(at('socket'), resolve))
    for (const path of [folder, at('pipe'), '/dev/zero', '/dev/tty', at('socket')])
      await expect(readPath(path)).rejects.toMatchObject(refused('not_a_file'))
    server.close()
  })

  it('what the system makes up, also behind a link', async () => {
    symlinkSync('/proc/self/environ', at('.env'))
    for (const path of ['/proc/self/environ', '/sys/kernel/notes', at('.env')])
      await expect(readPath(path)).rejects.toMatchObject(refused('not_a_file'))
  })

  it('a link that leads to itself, and one that leads nowhere', async () => {
    symlinkSync(at('b'), at('a'))
    symlinkSync(at('a'), at('b'))
    symlinkSync(at('gone'), at('c'))
    await expect(readPath(at('a'))).rejects.toMatchObject(refused('link_loop'))
    await expect(readPath(at('c'))).rejects.toMatchObject(refused('not_found'))
  })

  it('one that is not there, or below a file, or has an endless name', async () => {
    writeFileSync(at('file'), 'A=1')
    for (const path of [at('gone'), at('file/.env'), at('a'.repeat(4_000))])
      await expect(readPath(path)).rejects.toMatchObject(refused('not_found'))
  })

  it.each(['.env', './.env', '~other/.env', 'C:.env', '\\\\.\\pipe\\x', '/tmp/a\0b'])(
    '%j is no whole path',
    async (path) => {
      await expect(readPath(path)).rejects.toMatchObject(refused('not_absolute'))
    },
  )

  it('one that this user may not read', async () => {
    chmodSync(folder, 0o755)
    writeFileSync(at('.env'), 'A=1', { mode: 0o600 })
    chmodSync(at('.env'), 0)
    const script = `import { readEnvFile } from ${JSON.stringify(join(import.meta.dirname, 'read-env-file.ts'))}
      readEnvFile(${JSON.stringify(at('.env'))}).then(() => console.log('read'), (error) => console.log(error.data.reason))`
    // Nobody is refused to an administrator.
    const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
    const child = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8', ...user })
    expect(child.stdout.trim()).toBe('unreadable')
  })
})

describe('where a file really lies', () => {
  it('~ is the person’s own folder', async () => {
    vi.stubEnv('HOME', folder)
    writeFileSync(at('.env'), 'A=1')
    expect((await readPath('~/.env')).file?.path).toBe(at('.env'))
    await expect(readPath('~')).rejects.toMatchObject(refused('not_a_file'))
  })

  it('a link is followed, and the file behind it named', async () => {
    writeFileSync(at('real.env'), 'A=1')
    symlinkSync(at('real.env'), at('.env'))
    expect((await readPath(at('.env'))).file?.path).toBe(at('real.env'))
  })

  it('who else may read it is told by its mode', async () => {
    for (const [mode, others] of [
      [0o600, false],
      [0o640, true],
      [0o604, true],
      [0o622, false],
    ] as const) {
      writeFileSync(at('.env'), 'A=1')
      chmodSync(at('.env'), mode)
      expect((await readPath(at('.env'))).file?.othersCanRead).toBe(others)
    }
  })
})

/** An index of one file. */
function indexOf(name: string): Buffer {
  const entry = Buffer.alloc(Math.ceil((62 + name.length + 1) / 8) * 8)
  entry.writeUInt16BE(Math.min(name.length, 0xfff), 60)
  entry.write(name, 62)
  const head = Buffer.from('DIRC\0\0\0\u0002\0\0\0\u0001', 'latin1')
  return Buffer.concat([head, entry, Buffer.alloc(20)])
}

describe('F3: whether git tracks it', () => {
  const git = (...args: string[]) => execFileSync('git', ['-C', folder, ...args], { stdio: 'ignore', env: gitEnv() })
  const gitEnv = () => ({ PATH: process.env['PATH'], HOME: folder, GIT_CONFIG_NOSYSTEM: '1' })
  const commit = (message: string) =>
    git('-c', 'user.name=A', '-c', 'user.email=a@example.test', 'commit', '-qm', message)
  const tracked = async (name = '.env') => (await readPath(at(name))).file?.trackedByGit

  it('no repository, an untracked file, an ignored one, a tracked one', async () => {
    writeFileSync(at('.env'), 'A=1')
    expect(await tracked()).toBe(false)
    git('init', '-q')
    expect(await tracked()).toBe(false)
    writeFileSync(at('.gitignore'), '.env\n')
    git('add', '-A')
    expect(await tracked()).toBe(false)
    git('add', '-f', '.env')
    expect(await tracked()).toBe(true)
  })

  it('one that only the history has is tracked no more', async () => {
    git('init', '-q')
    writeFileSync(at('.env'), 'A=1')
    git('add', '.env')
    commit('one')
    git('rm', '-q', '--cached', '.env')
    commit('two')
    expect(await tracked()).toBe(false)
  })

  it.each(['2', '3', '4'])(
    'in an index of version %s, among many files with long and similar names',
    async (version) => {
      git('init', '-q')
      for (const name of ['a/b/c', 'a/b/d', `deep/${'x'.repeat(200)}`]) {
        mkdirSync(at(name), { recursive: true })
        for (let index = 0; index < 30; index += 1) writeFileSync(at(`${name}/${'y'.repeat(index)}.env`), 'A=1')
      }
      git('add', '-A')
      if (version === '3') git('update-index', '--skip-worktree', 'a/b/c/.env')
      else git('update-index', '--index-version', version)
      expect(readFileSync(at('.git/index')).readUInt32BE(4)).toBe(Number(version))
      writeFileSync(at('a/b/new.env'), 'A=1')
      expect(await tracked('a/b/d/yyy.env')).toBe(true)
      expect(await tracked(`deep/${'x'.repeat(200)}/${'y'.repeat(29)}.env`)).toBe(true)
      expect(await tracked('a/b/new.env')).toBe(false)
    },
  )

  it('in a repository with SHA-256', async () => {
    git('init', '-q', '--object-format=sha256')
    writeFileSync(at('.env'), 'A=1')
    writeFileSync(at('.env.local'), 'A=1')
    git('add', '.env')
    expect([await tracked(), await tracked('.env.local')]).toEqual([true, false])
  })

  it('in a worktree of its own', async () => {
    git('init', '-q')
    writeFileSync(at('a'), 'A=1')
    git('add', '-A')
    commit('one')
    git('worktree', 'add', '-q', at('tree'))
    expect(await tracked('tree/a')).toBe(true)
    writeFileSync(at('tree/.env'), 'A=1')
    expect(await tracked('tree/.env')).toBe(false)
  })

  it('can’t be told where a hostile repository names a share, or a path longer than any', async () => {
    writeFileSync(at('.env'), 'A=1')
    mkdirSync(at('elsewhere'))
    writeFileSync(at('.git'), `gitdir: /${at('elsewhere')}\n`)
    expect(await tracked()).toBeNull()
    rmSync(at('.git'))
    git('init', '-q')
    git('add', '.env')
    writeFileSync(at('.git/commondir'), `/${at('elsewhere')}\n`)
    expect(await tracked()).toBeNull()
    rmSync(at('.git/commondir'))
    writeFileSync(at('.git/index'), indexOf('x'.repeat(5_000)))
    expect(await tracked()).toBeNull()
  })

  it('in a repository whose settings are a million blank lines, without waiting for ever', async () => {
    git('init', '-q')
    writeFileSync(at('.env'), 'A=1')
    git('add', '.env')
    writeFileSync(at('.git/config'), '\n'.repeat(1_000_000))
    expect(await tracked()).toBe(true)
  })

  it('can’t be told from a damaged index, or from one that is parted', async () => {
    git('init', '-q')
    writeFileSync(at('.env'), 'A=1')
    writeFileSync(at('.env.local'), 'A=1')
    git('add', '.env')
    git('update-index', '--split-index')
    expect(await tracked('.env.local')).toBeNull()
    writeFileSync(at('.git/index'), 'DIRC nonsense')
    expect(await tracked()).toBeNull()
  })

  it('never runs a program that the repository names', async () => {
    git('init', '-q')
    writeFileSync(at('.env'), 'A=1')
    git('add', '.env')
    writeFileSync(at('evil.sh'), `#!/bin/sh\ntouch ${at('ran')}\n`, { mode: 0o755 })
    git('config', 'core.fsmonitor', at('evil.sh'))
    expect(await tracked()).toBe(true)
    expect(() => readFileSync(at('ran'))).toThrow('ENOENT')
  })
})
