import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { chromiumArgs, disabledFeatures, findChromium } from '../find-tools.ts'
import { app, lifeline } from './app.ts'
import { Cdp } from './cdp.ts'
import { commandLine } from './command-line.ts'
import { watchDownloads } from './downloads.ts'
import { launchSwitch } from './launch.ts'

const flags = [
  ...chromiumArgs,
  '--headless=new',
  '--no-startup-window',
  // Nothing that a page asks for by accident leaves the machine.
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--remote-debugging-pipe',
  '--remote-debugging-port=0',
]

let started: Promise<Cdp> | undefined

/** The one Chromium of this process; its profile lies in the app's user data, as Electron's does. */
export function chromium(): Promise<Cdp> {
  started ??= startChromium()
  return started
}

async function startChromium(): Promise<Cdp> {
  const program = findChromium()
  if (!program) throw new Error('electron double: no Chromium on the PATH. Set KEYDECK_CHROMIUM to one.')
  const profile = join(app.getPath('userData'), 'Chromium')
  mkdirSync(profile, { recursive: true })
  const appended = [...commandLine.appended].map(switchOf)
  const child = spawn(program, [...flags, ...appended, `--user-data-dir=${profile}`], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
  })
  lifeline.stopChromium = () => stop(child)
  process.on('exit', () => child.kill('SIGKILL'))
  const address = await devToolsAddress(child)
  if (launchSwitch('remote-debugging-port') !== undefined) process.stderr.write(`DevTools listening on ${address}\n`)
  child.on('exit', (code, signal) => {
    if (app.isQuitting) return
    process.stderr.write(`electron double: Chromium ended with ${code ?? signal}\n`)
    process.exit(1)
  })
  const [, , , output, input] = child.stdio
  const cdp = new Cdp(output as Writable, input as Readable)
  await watchDownloads(cdp)
  return cdp
}

/** A switch that the app appended. Its list of features comes on top of the one in `chromiumArgs`, not in its place. */
function switchOf([name, value]: [string, string]): string {
  const whole = name === 'disable-features' ? `${value},${disabledFeatures}` : value
  return whole ? `--${name}=${whole}` : `--${name}`
}

/** Chromium's own words about its debugging port; Playwright waits for the same line. */
function devToolsAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      text = (text + chunk).slice(-20_000)
      const address = /DevTools listening on (ws:\/\/\S+)/.exec(text)?.[1]
      if (address) resolve(address)
    })
    child.on('error', reject)
    child.on('exit', (code) => reject(new Error(`electron double: Chromium ended with ${code}:\n${text}`)))
  })
}

/** Asks Chromium to end, so that it writes its storage, and waits for it; after a while without asking. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  const impatience = setTimeout(() => child.kill('SIGKILL'), 5_000)
  const cdp = await started?.catch(() => undefined)
  await cdp?.browser.send('Browser.close').catch(() => child.kill('SIGKILL'))
  await gone
  clearTimeout(impatience)
}
