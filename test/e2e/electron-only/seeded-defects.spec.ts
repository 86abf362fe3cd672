/** What the other specs and the stand-in would say of a broken shell: each defect is put into a copy of the build. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import {
  comesUp,
  type Desktop,
  expect,
  isStandIn,
  opensNoWindow,
  permissionStates,
  staysHome,
  test,
} from './desktop.ts'

const root = resolve(import.meta.dirname, '../../..')

interface Defect {
  name: string
  /** The file of the build, or how its name begins. */
  file: string
  change: (text: string) => string
  /** The check that must fail; by default that the page comes up. */
  check?: (desktop: Desktop) => Promise<void>
}

/** Replaces a text that must be there once, so that a defect can't quietly stop being one. */
const swap = (from: string, to: string) => (text: string) => {
  const parts = text.split(from)
  if (parts.length !== 2) throw new Error(`The build has ${parts.length - 1} times: ${from}`)
  return parts.join(to)
}
const shell = 'main/electron.js'

/** The script that the built document starts with, whatever the bundler called it. */
function pageScript(): string {
  const html = readFileSync(join(root, 'dist/renderer/index.html'), 'utf8')
  const [, address] = /<script type="module"[^>]* src="\.\/([^"]+)"/.exec(html) ?? []
  if (!address) throw new Error('The built document has no script.')
  return `renderer/${address}`
}

const defects: Defect[] = [
  { name: 'a preload that asks for Node', file: 'preload/index.cjs', change: (text) => `require('node:fs');${text}` },
  { name: 'a page without a sandbox', file: shell, change: swap('sandbox: true', 'sandbox: false') },
  {
    name: 'a preload in the world of the page',
    file: shell,
    change: swap('contextIsolation: true', 'contextIsolation: false'),
  },
  { name: 'Node in the page', file: shell, change: swap('nodeIntegration: false', 'nodeIntegration: true') },
  { name: 'a wrong path to the preload', file: shell, change: swap('../preload/index.cjs', '../preload/main.cjs') },
  {
    name: "a policy that blocks the page's own script",
    file: 'main/',
    change: swap("script-src 'self'", "script-src 'none'"),
  },
  {
    name: 'a sender check by origin, which is "null" here',
    file: shell,
    change: (text) => text.replace(/return url\.protocol === [^\n]+/, 'return url.origin === "app://keydeck";'),
  },
  { name: 'a port that is never started', file: shell, change: swap('port1.start();', '') },
  { name: 'a page that uses process', file: pageScript(), change: (text) => `process.cwd();${text}` },
  { name: 'a scheme without an origin', file: shell, change: swap('standard: true,', '') },
  {
    name: 'no word about new windows',
    file: shell,
    change: (text) => text.replace(/contents\.setWindowOpenHandler\([^\n]+/, ''),
    check: (desktop) => opensNoWindow(desktop, 'https://example.com/'),
  },
  {
    name: 'no word about navigation',
    file: shell,
    change: (text) => text.replaceAll(/contents\.on\("will-(frame-)?navigate"[^\n]+/g, ''),
    check: ({ window }) => staysHome(window, 'about:blank'),
  },
  {
    name: 'no word about permissions',
    file: shell,
    change: (text) => text.replaceAll(/session\.setPermission(Request|Check)Handler\([^\n]+/g, ''),
    check: async ({ window }) => expect(Object.values(await permissionStates(window))).not.toContain('granted'),
  },
]

test.skip(!isStandIn, 'These are for the stand-in: a real Electron would need a display for each.')

/** A build like the real one, but for one change. */
function brokenBuild({ file, change }: Defect): string {
  const folder = mkdtempSync(join(tmpdir(), 'keydeck-broken-'))
  cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true })
  cpSync(join(root, 'package.json'), join(folder, 'package.json'))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  const names = readdirSync(join(folder, 'dist'), { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.startsWith(file) && /\.c?js$/.test(name),
  )
  const changed = names.filter((name) => {
    const path = join(folder, 'dist', name)
    const text = readFileSync(path, 'utf8')
    try {
      const broken = change(text)
      writeFileSync(path, broken)
      return broken !== text
    } catch {
      return false
    }
  })
  if (changed.length !== 1) throw new Error(`The defect is in ${changed.length} files of the build, not in one.`)
  return folder
}

test('without a defect, every check passes on such a copy', async ({ launch }) => {
  const build = brokenBuild({ name: 'none', file: 'preload/index.cjs', change: (text) => `${text}\n` })
  try {
    const desktop = await launch({ build })
    await comesUp(desktop.window)
    await opensNoWindow(desktop, 'https://example.com/')
    await staysHome(desktop.window, 'about:blank')
    expect(Object.values(await permissionStates(desktop.window))).not.toContain('granted')
  } finally {
    rmSync(build, { recursive: true, force: true })
  }
})

for (const defect of defects) {
  test(`is caught: ${defect.name}`, async ({ launch }) => {
    const build = brokenBuild(defect)
    const check = async () => {
      // What ends the app itself leaves nothing to wait for.
      const desktop = await launch({ build })
      const ended = new Promise<never>((_resolve, reject) =>
        desktop.app.process().once('exit', () => reject(new Error('The app ended.'))),
      )
      ended.catch(() => {})
      await Promise.race([defect.check ? comesUp(desktop.window) : comesUp(desktop.window, 3_000), ended])
      await Promise.race([defect.check?.(desktop), ended])
    }
    try {
      await expect(check()).rejects.toThrow()
    } finally {
      rmSync(build, { recursive: true, force: true })
    }
  })
}
